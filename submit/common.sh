# Functions for the other scripts, which set SCRIPT_FOLDER: find the project, Spark and Java, and build.
# Everything here works in bash 3.2, the version of macOS.

SOFTMAX_HOME=$(cd -P "$SCRIPT_FOLDER/.." && pwd)
export SOFTMAX_HOME
BUILD_OPTIONS=()
CLASS_ARCHIVE=$SOFTMAX_HOME/target/spark-classes.jsa
ARCHIVE_WANTED=$SOFTMAX_HOME/target/.class-archive-wanted # a build leaves it, and the first run removes it
# A checkout builds into target. The archive that the build makes (src/main/assembly) holds what was built.
if [ -d "$SOFTMAX_HOME/jars" ]; then
  UNPACKED=1
  JAR=$SOFTMAX_HOME/jars/spark-softmax_2.13.jar
  EMBEDDED_SPARK=$SOFTMAX_HOME/spark
  WORK=$SOFTMAX_HOME/work
else
  UNPACKED=""
  JAR=$SOFTMAX_HOME/target/spark-softmax.jar
  EMBEDDED_SPARK=$SOFTMAX_HOME/target/spark
  WORK=$SOFTMAX_HOME/target
fi
QUIET_ARCHIVE=(-Xlog:cds=off -Xlog:cds+dynamic=off)
MAIN_CLASS=org.sparksoftmax.cli.Softmax

# A JVM in the locale C, which cron and many containers have, cannot open files whose path has other characters.
has_other_characters() { # text
  local LC_ALL=C
  case $1 in *[!\ -~]*) return 0 ;; *) return 1 ;; esac
}
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
  *[uU][tT][fF]8* | *[uU][tT][fF]-8*) ;;
  *) if has_other_characters "$SOFTMAX_HOME"; then export LC_ALL=C.UTF-8; fi ;;
esac

fail() { # code message
  printf '%s\n' "$2" >&2
  exit "$1"
}

# --------------------------------------------------------------------------------------------- Spark

# Which Spark runs the job: SPARK_HOME if set, otherwise the embedded one. Which jar fits depends on its Scala.
SPARK_RELEASE=4.2
SPARK_SCALA=2.13

# Reads SPARK_RELEASE and SPARK_SCALA from the jars of SPARK_HOME; exits with code 2 where no jar of ours runs on them.
choose_spark() {
  local jar name
  [ -n "${SPARK_HOME:-}" ] || return 0
  for jar in "$SPARK_HOME"/jars/spark-core_*.jar; do
    [ -f "$jar" ] || continue
    name=${jar##*/spark-core_}
    SPARK_SCALA=${name%%-*}
    name=${name#*-}
    SPARK_RELEASE=$(printf '%s' "$name" | cut -d. -f1,2)
  done
  case $SPARK_RELEASE:$SPARK_SCALA in
    3.5:2.12) use_scala_212 ;;
    3.5:2.13 | 4.[012]:2.13) ;;
    [012].* | 3.[01234]:*) fail 2 "Unsupported Spark $SPARK_RELEASE in SPARK_HOME $SPARK_HOME: spark-softmax runs on Spark 3.5, 4.0, 4.1 and 4.2" ;;
    *:2.13) ;; # a newer one, of which the job warns
    *) fail 2 "Unsupported Scala $SPARK_SCALA of Spark $SPARK_RELEASE in SPARK_HOME $SPARK_HOME: spark-softmax runs on Scala 2.13, and 2.12 for Spark 3.5" ;;
  esac
}

use_scala_212() {
  SPARK_SCALA=2.12
  if [ -n "$UNPACKED" ]; then
    JAR=$SOFTMAX_HOME/jars/spark-softmax_2.12.jar
  else
    JAR=$SOFTMAX_HOME/target/scala-2.12/spark-softmax.jar
    BUILD_OPTIONS=(-Pscala-2.12)
  fi
}

# ---------------------------------------------------------------------------------------------- Java

# Sets JAVA to a Java that Spark supports, or exits with code 2.
find_java() {
  local version versions
  case $SPARK_RELEASE in
    3.5) versions="17" ;;
    4.[01]) versions="17 or 21" ;;
    *) versions="17, 21 or 25" ;;
  esac
  if [ -n "${JAVA_HOME:-}" ]; then
    JAVA=$JAVA_HOME/bin/java
    [ -x "$JAVA" ] || fail 2 "Cannot find Java: JAVA_HOME is $JAVA_HOME but has no bin/java; point it at a JDK $versions"
  else
    JAVA=$(command -v java) || fail 2 "Cannot find Java: install a JDK $versions, or set JAVA_HOME to one"
  fi
  version=$(java_version "$JAVA")
  is_supported_java "$version" "$versions" ||
    fail 2 "Unsupported Java ${version:-(unknown version)} at $JAVA: with Spark $SPARK_RELEASE, spark-softmax runs on Java $versions; $(java_advice "$versions")"
}

is_supported_java() { # version versions
  case " ${2//,/} " in *" ${1%%[!0-9]*} "*) [ -n "${1%%[!0-9]*}" ] ;; *) return 1 ;; esac
}

# Reads the release file of the installation, which is fast; without one, runs java, which takes a tenth of a second.
java_version() { # java
  local java=$1 link version
  version=$(release_version "${java%/bin/*}/release")
  while [ -z "$version" ] && [ -L "$java" ]; do
    link=$(readlink "$java")
    case $link in /*) java=$link ;; *) java=${java%/*}/$link ;; esac
    version=$(release_version "${java%/bin/*}/release")
  done
  if [ -z "$version" ]; then
    version=$("$1" -XshowSettings:properties -version 2>&1 </dev/null | sed -n 's/^ *java\.version = //p') || version=""
  fi
  printf '%s' "$version"
}

release_version() { # release-file
  local line
  [ -r "$1" ] || return 0
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in
      JAVA_VERSION=*)
        line=${line#*=}
        printf '%s' "${line//[\"$'\r']/}"
        return 0
        ;;
    esac
  done <"$1"
}

# Prints the remedy for an unsupported Java, with the path of a supported one if this machine has it.
java_advice() { # versions
  local release version
  for release in /usr/lib/jvm/*/release /Library/Java/JavaVirtualMachines/*/Contents/Home/release \
    "${HOME:-}"/.sdkman/candidates/java/*/release; do
    version=$(release_version "$release")
    if is_supported_java "$version" "$1"; then printf 'set JAVA_HOME=%s' "${release%/release}" && return 0; fi
  done
  printf 'set JAVA_HOME to one of them'
}

# --------------------------------------------------------------------------------------------- build

# Builds the job jar and, unless SPARK_HOME is set, the embedded Spark, if either is missing or older than the sources.
build() {
  if [ -n "$UNPACKED" ]; then
    check_unpacked
    return 0
  fi
  needs_build || return 0
  if ! command -v mvn >/dev/null; then
    is_built || fail 1 "Cannot build spark-softmax: the first call needs Maven (mvn), which is not on the PATH"
    echo "Warning: $JAR is older than its sources, and Maven (mvn), which would rebuild it, is not on the PATH" >&2
    return 0
  fi
  mkdir -p "$SOFTMAX_HOME/target" 2>/dev/null && [ -w "$SOFTMAX_HOME/target" ] ||
    fail 1 "Cannot build spark-softmax: $SOFTMAX_HOME/target is not writable"
  exec 9>"$SOFTMAX_HOME/target/.build.lock"
  lock_build
  if needs_build; then run_maven; fi # another call may have built it meanwhile
  exec 9>&-
}

check_unpacked() {
  if is_built; then return 0; fi
  [ -n "${SPARK_HOME:-}" ] ||
    fail 2 "Cannot find Spark: $SOFTMAX_HOME brings none; set SPARK_HOME to Spark 3.5 for Scala 2.12"
  fail 2 "Unsupported Scala $SPARK_SCALA of Spark $SPARK_RELEASE in SPARK_HOME $SPARK_HOME: $SOFTMAX_HOME has no ${JAR##*/}; unpack the archive spark-softmax_$SPARK_SCALA"
}

needs_build() {
  ! is_built ||
    is_newer "$SOFTMAX_HOME"/{pom.xml,conf/train.conf} "$SOFTMAX_HOME"/src/main/{java,java-scala-"$SPARK_SCALA",resources}
}

is_built() {
  [ -f "$JAR" ] && { [ -n "${SPARK_HOME:-}" ] || [ -n "$(launcher_jar "$EMBEDDED_SPARK")" ]; }
}

# Whether one of the paths, or anything below it, is newer than the jar. Folders count, since deleting files changes them.
is_newer() { # path...
  local path existing=()
  for path in "$@"; do
    if [ -e "$path" ]; then existing+=("$path"); fi
  done
  [ ${#existing[@]} -gt 0 ] && [ -n "$(find "${existing[@]}" -newer "$JAR")" ]
}

# Allows one build at a time. The kernel holds the lock on descriptor 9 for this process and its Maven, and releases it when
# both have exited or been killed. Without flock and perl, builds are not locked.
lock_build() {
  if command -v flock >/dev/null; then
    flock -n 9 || { announce_wait && flock 9; }
  elif command -v perl >/dev/null; then
    perl_flock 'LOCK_EX | LOCK_NB' || { announce_wait && perl_flock LOCK_EX; }
  fi
}

announce_wait() {
  echo "Waiting for another build of spark-softmax ..." >&2
}

perl_flock() { # operation
  perl -MFcntl=:flock -e "open(my \$lock, '>&=', 9) && flock(\$lock, $1) or exit 1"
}

run_maven() {
  local log=$SOFTMAX_HOME/target/build.log maven code=0 errors
  echo "Building spark-softmax (only after changes; the first build takes several minutes) ..." >&2
  if [ ${#BUILD_OPTIONS[@]} -eq 0 ]; then # the archive is valid for one build of the jar; folders are of killed processes
    rm -rf "$CLASS_ARCHIVE" "$ARCHIVE_WANTED" "$SOFTMAX_HOME"/target/archive.*
  fi
  : >"$log"
  (cd "$SOFTMAX_HOME" && exec mvn -B ${BUILD_OPTIONS[@]+"${BUILD_OPTIONS[@]}"} -Dmaven.test.skip=true -Dspotless.check.skip=true -Dforbiddenapis.skip=true \
    -Dcyclonedx.skip=true -Dassembly.skipAssembly=true package) \
    >>"$log" 2>&1 </dev/null &
  maven=$!
  trap 'kill "$maven" 2>/dev/null; exit 130' INT
  trap 'kill "$maven" 2>/dev/null; exit 143' TERM HUP
  show_steps "$maven" "$log"
  wait "$maven" || code=$?
  trap - INT TERM HUP
  if [ "$code" -ne 0 ]; then
    errors=$(grep -F '[ERROR]' "$log") || errors=$(cat "$log")
    printf '%s\n' "$errors" >&2
    fail 1 "Cannot build spark-softmax: Maven exited with code $code, see above or $log"
  fi
  is_built || fail 1 "Cannot build spark-softmax: Maven did not create $JAR and $EMBEDDED_SPARK/jars, see $log"
  touch "$JAR"
  if [ ${#BUILD_OPTIONS[@]} -eq 0 ] && [ -z "${SPARK_HOME:-}" ]; then : >"$ARCHIVE_WANTED"; fi
}

# Prints the steps of a build, a line each, while it writes its log.
show_steps() { # process log
  local line="" more last="" ended=""
  exec 8<"$2"
  while :; do
    while IFS= read -r more <&8; do
      find_step "$line$more"
      if [ -n "$STEP" ] && [ "$STEP" != "$last" ]; then
        last=$STEP
        echo "Building: $STEP ..." >&2
      fi
      line=""
    done
    line=$line$more # the beginning of a line that Maven has not finished
    if [ -n "$ended" ]; then break; fi
    if kill -0 "$1" 2>/dev/null; then sleep 0.2; else ended=1; fi
  done
  exec 8<&-
}

# Sets STEP to the step that a line of Maven's log begins, if it is of interest.
find_step() { # line
  case $1 in
    *'Downloading from '*) STEP='downloading Maven plugins and libraries' ;;
    *'--- '*compiler*':compile (default-compile)'*) STEP='compiling' ;;
    *'--- '*compiler*':compile (compile-vector)'*) STEP='compiling the vector kernels' ;;
    *'--- '*dependency*':copy-dependencies'*) STEP='copying Spark to target/spark' ;;
    *'--- '*shade*':shade'*) STEP='packing the jar' ;;
    *) STEP="" ;;
  esac
}

# Starts a process that waits until this one, which is about to become the JVM of a run, has ended, and then creates the
# class archive: after the first run of a build, so that neither it nor the build waits. It keeps no descriptor of this one
# open, and takes no Ctrl-C or hang-up that is meant for the run.
archive_classes_later() {
  local log=$WORK/logs/class-archive.log
  [ -z "$UNPACKED" ] && [ -f "$ARCHIVE_WANTED" ] && [ "$JAR" = "$SOFTMAX_HOME/target/spark-softmax.jar" ] || return 0
  [ -w "$SOFTMAX_HOME/target" ] && mkdir -p "$WORK/logs" 2>/dev/null && [ -w "$WORK/logs" ] || return 0
  (
    trap '' INT HUP
    while kill -0 $$ 2>/dev/null; do sleep 1; done # $$ is the process of the script, not of this subshell
    create_wanted_archive
  ) >>"$log" 2>&1 </dev/null &
}

create_wanted_archive() { # unless another process does
  mv "$ARCHIVE_WANTED" "$ARCHIVE_WANTED.$$" 2>/dev/null || return 0
  rm -f "$ARCHIVE_WANTED.$$"
  (archive_classes) || echo "Cannot create the class archive: starts take a little longer"
}

# Dumps the loaded classes into a class archive during a run on the bundled data; with it a start takes two thirds of the
# time. A JVM with a different Java or other jars ignores the archive. The file is complete when it gets its name, unless the
# jar has been built again meanwhile. Call in a subshell.
archive_classes() {
  local folder=$SOFTMAX_HOME/target/archive.$$ code=0
  mkdir "$folder" && : >"$folder/begun" || return 1
  export SPARK_HOME=$EMBEDDED_SPARK SPARK_SCALA_VERSION=2.13 SPARK_CONF_DIR=$SOFTMAX_HOME/conf SPARK_LOCAL_IP=127.0.0.1
  export SOFTMAX_LOG=$folder/log LOG4J_CONFIGURATION_FILE=$SOFTMAX_HOME/conf/log4j2.properties
  unset SOFTMAX_COLUMNS
  spark_command org.apache.spark.deploy.SparkSubmit --master 'local[1]' --class "$MAIN_CLASS" "$JAR" \
    train --output "$folder/run" --set optimizer.max-iterations=2
  "${COMMAND[0]}" -XX:ArchiveClassesAtExit="$folder/classes" "${QUIET_ARCHIVE[@]}" "${COMMAND[@]:1}" || code=$?
  if [ "$code" -eq 0 ] && [ ! "$JAR" -nt "$folder/begun" ]; then mv "$folder/classes" "$CLASS_ARCHIVE" || code=$?; fi
  rm -rf "$folder"
  return "$code"
}

# ----------------------------------------------------------------------------------- Spark's launcher

launcher_jar() { # spark-home
  local jar
  for jar in "$1"/jars/spark-launcher_*.jar; do
    if [ -f "$jar" ]; then printf '%s' "$jar"; fi
  done
}

# Prefers the configuration of an installed Spark to ours.
choose_conf_dir() {
  if [ -z "${SPARK_CONF_DIR:-}" ]; then
    SPARK_CONF_DIR=$SOFTMAX_HOME/conf
    if [ -n "${SPARK_HOME:-}" ] && [ -f "$SPARK_HOME/conf/spark-defaults.conf" ]; then
      SPARK_CONF_DIR=$SPARK_HOME/conf
    fi
  fi
  export SPARK_CONF_DIR
}

# With SOFTMAX_SECRET_FILE, sets SECURE to the settings of conf/secure.conf and exports the secret. Spark reads it from the
# environment, which, unlike a command line, other users cannot see.
secure() {
  local file=${SOFTMAX_SECRET_FILE:-} key value
  SECURE=()
  [ -n "$file" ] || return 0
  case $file in /*) ;; *) file=$PWD/$file ;; esac
  [ -f "$file" ] && [ -r "$file" ] && [ -r "$file.p12" ] ||
    fail 2 "Cannot read the cluster's secret: SOFTMAX_SECRET_FILE is $file; submit/cluster secret FILE creates FILE and FILE.p12"
  case $(ls -ldL "$file") in
    -???------[!+]*) [ -O "$file" ] || fail 2 "Unsafe secret: SOFTMAX_SECRET_FILE $file belongs to another user" ;;
    *) fail 2 "Unsafe secret: other users can access SOFTMAX_SECRET_FILE $file; use chmod 600 to prevent this" ;;
  esac
  _SPARK_AUTH_SECRET=$(cat "$file")
  [[ $_SPARK_AUTH_SECRET =~ ^[[:graph:]]{32,}$ ]] ||
    fail 2 "Invalid secret in SOFTMAX_SECRET_FILE $file (must be one line of at least 32 characters, no blanks)"
  export _SPARK_AUTH_SECRET _SPARK_SSL_RPC_KEY_PASSWORD=$_SPARK_AUTH_SECRET
  export _SPARK_SSL_RPC_KEY_STORE_PASSWORD=$_SPARK_AUTH_SECRET _SPARK_SSL_RPC_TRUST_STORE_PASSWORD=$_SPARK_AUTH_SECRET
  SECURE=("spark.ssl.rpc.keyStore=$file.p12" "spark.ssl.rpc.trustStore=$file.p12")
  while read -r key value; do
    case $key in spark.*) SECURE+=("$key=$value") ;; esac
  done <"$SOFTMAX_HOME/conf/secure.conf"
}

# Sets COMMAND to the java command that Spark's own bin/spark-class would run. Spark's launcher computes it (memory, module
# options, class path) and prints a NUL, a line feed, and the words, each followed by a NUL. The last word here is the exit
# code of the launcher.
spark_command() { # main-class arguments...
  local word last
  COMMAND=()
  while IFS= read -r -d '' word; do
    COMMAND+=("$word")
  done < <(
    code=0
    "$JAVA" -Xmx128m -Xshare:auto -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \
      -cp "$(launcher_jar "$SPARK_HOME")" org.apache.spark.launcher.Main "$@" || code=$?
    printf '%s\0' "$code"
  )
  last=$((${#COMMAND[@]} - 1))
  [ "$last" -gt 1 ] && [ "${COMMAND[$last]}" = 0 ] || exit 2 # the launcher has printed the reason
  COMMAND=("${COMMAND[@]:1:$((last - 1))}")
  COMMAND[0]=${COMMAND[0]#$'\n'}
  if [ "$SPARK_HOME" = "$EMBEDDED_SPARK" ]; then prepare_archive; fi
}

# A class archive allows no folder on the class path before the jars that it was created from, and has no classes of jars that
# are not on it, as Spark adds the job's jar later.
prepare_archive() {
  local i
  for ((i = 1; i < ${#COMMAND[@]}; i++)); do
    if [ "${COMMAND[$i]}" = -cp ]; then
      case ${COMMAND[$((i + 1))]} in
        "$SPARK_CONF_DIR/:"*)
          COMMAND[$((i + 1))]=${COMMAND[$((i + 1))]#"$SPARK_CONF_DIR/:"}:$JAR:$SPARK_CONF_DIR/
          ;;
      esac
      break
    fi
  done
  if [ -f "$CLASS_ARCHIVE" ]; then
    COMMAND=("${COMMAND[0]}" -XX:SharedArchiveFile="$CLASS_ARCHIVE" "${QUIET_ARCHIVE[@]}" "${COMMAND[@]:1}")
  fi
}
