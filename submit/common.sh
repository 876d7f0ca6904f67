# Shared by submit/softmax and submit/cluster: where the project is, which Java, which Spark.

fail() { # code message
  printf '%s\n' "$2" >&2
  exit "$1"
}

# Sets JAVA to a Java that Spark supports, or ends with code 2.
find_java() {
  if [ -n "${JAVA_HOME:-}" ]; then
    JAVA=$JAVA_HOME/bin/java
    [ -x "$JAVA" ] || fail 2 "Cannot find Java: JAVA_HOME is $JAVA_HOME but has no bin/java; point it at a JDK 17 or 21"
  else
    JAVA=$(command -v java) || fail 2 "Cannot find Java: install a JDK 17 or 21, or set JAVA_HOME to one"
  fi
  local version=""
  if [ -n "${JAVA_HOME:-}" ] && [ -r "$JAVA_HOME/release" ]; then
    version=$(sed -n 's/^JAVA_VERSION="\([^"]*\)".*/\1/p' "$JAVA_HOME/release")
  fi
  if [ -z "$version" ]; then
    version=$("$JAVA" -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/\1/p' | head -n 1)
  fi
  case ${version%%[.+-]*} in
    17 | 21) ;;
    *) fail 2 "Unsupported Java ${version:-(unknown version)} at $JAVA: Spark 4.1 runs on Java 17 and 21; set JAVA_HOME to one of them" ;;
  esac
}

# Whether the job jar or the embedded Spark is missing, or older than what it is made of.
needs_build() {
  [ -f "$JAR" ] || return 0
  [ -n "${SPARK_HOME:-}" ] || [ -d "$EMBEDDED_SPARK/jars" ] || return 0
  [ -n "$(find "$SOFTMAX_HOME/pom.xml" "$SOFTMAX_HOME/conf/train.conf" "$SOFTMAX_HOME/src/main" \
    -type f -newer "$JAR" -print 2>/dev/null | head -n 1)" ]
}

# Builds what is missing. Of several first calls at once, one builds and the others wait.
build() {
  needs_build || return 0
  command -v mvn >/dev/null || fail 1 "Cannot build spark-softmax: the first call needs Maven (mvn), which is not on the PATH"
  mkdir -p "$SOFTMAX_HOME/target" || fail 1 "Cannot build spark-softmax: $SOFTMAX_HOME/target cannot be made"
  local lock=$SOFTMAX_HOME/target/build.lock owner
  until mkdir "$lock" 2>/dev/null; do
    owner=$(cat "$lock/pid" 2>/dev/null || true)
    if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
      rm -rf "$lock" # its owner was killed
    else
      sleep 1
    fi
  done
  echo $$ >"$lock/pid"
  trap 'rm -rf "$SOFTMAX_HOME/target/build.lock"' EXIT
  if needs_build; then
    echo "Building spark-softmax (only when something changed; the first time takes some minutes) ..." >&2
    (cd "$SOFTMAX_HOME" && mvn -B -q -Dmaven.test.skip=true -Dspotless.check.skip=true package >"target/build.log" 2>&1) || {
      cat "$SOFTMAX_HOME/target/build.log" >&2
      fail 1 "Cannot build spark-softmax: Maven failed, see above"
    }
    touch "$JAR"
  fi
  rm -rf "$lock"
  trap - EXIT
}

SOFTMAX_HOME=$(cd -P "$SCRIPT_FOLDER/.." && pwd)
export SOFTMAX_HOME
JAR=$SOFTMAX_HOME/target/spark-softmax.jar
EMBEDDED_SPARK=$SOFTMAX_HOME/target/spark
