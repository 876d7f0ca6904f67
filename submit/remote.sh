# Functions for submit/softmax: drivers that run on the cluster, with --deploy-mode cluster.
#
# By itself, spark-submit hides how such a driver ends: on YARN it exits with 1 and a stack trace of its own, on Kubernetes and
# standalone clusters with 0. Its log tells.

# Prints where the driver runs if not on this machine, by spark-submit's order of precedence: yarn, k8s, spark or nothing.
remote_driver() {
  local mode=${given_mode:-$(configured spark.submit.deployMode)}
  [ "${mode:-${DEPLOY_MODE:-client}}" = cluster ] || return 0
  case $(effective_master) in
    yarn) printf yarn ;;
    k8s://*) printf k8s ;;
    spark://*) printf spark ;;
  esac
}

# Checks the master, as the job itself does where it runs on this machine, and prints the module options of a driver.
check_master() {
  local setting settings=()
  for setting in ${SECURE[@]+"${SECURE[@]}"}; do settings+=("-D$setting"); done
  "$JAVA" -Xshare:auto -XX:TieredStopAtLevel=1 -XX:+UseSerialGC ${settings[@]+"${settings[@]}"} -Dspark.master="$(effective_master)" \
    -cp "$JAR:$SPARK_CONF_DIR:${SPARK_HOME:-$EMBEDDED_SPARK}/jars/*" org.sparksoftmax.cli.SubmissionCheck
}

# Sets WAITING and REMOTE to the options for a driver on the cluster. To a driver on a Worker, Spark passes neither the options
# about modules, without which no Spark starts, nor spark.driver.defaultJavaOptions. It does pass the variables of this process:
# with SOFTMAX_LOG, a driver would write to that file instead of the log that the Worker keeps.
prepare_remote_driver() {
  local modules extra
  WAITING=()
  REMOTE=()
  DRIVER_LOG=$SOFTMAX_LOG
  LOGGED=0
  if [ -f "$DRIVER_LOG" ]; then LOGGED=$(wc -l <"$DRIVER_LOG"); fi
  case $(remote_driver) in
    k8s) check_master >/dev/null || exit $? ;;
    spark)
      modules=$(check_master) || exit $?
      extra=${given_java_options#--driver-java-options }
      extra=${extra:-$(configured_words spark.driver.extraJavaOptions)}
      REMOTE=(--driver-java-options "$modules $(configured_words spark.driver.defaultJavaOptions) $extra")
      WAITING=(--conf spark.standalone.submit.waitAppCompletion=true) # before the options of the user, who may prefer false
      unset SOFTMAX_LOG
      ;;
  esac
}

# Runs spark-submit with a driver in a pod or on a Worker. Its log has the exit code of a pod, and the last state of a driver
# on a Worker.
submit_to_cluster() { # command...
  local process code=0 ended refused
  if [ -n "${SOFTMAX_LOG:-}" ]; then
    make_errors
    "$@" <&0 2>"$FOLDER/pipe" &
  else
    "$@" <&0 2>>"$DRIVER_LOG" &
  fi
  process=$!
  trap 'kill "$process" 2>/dev/null' INT TERM HUP
  while kill -0 "$process" 2>/dev/null; do
    announce_driver
    sleep 1
  done
  wait "$process" || code=$?
  announce_driver
  if [ -n "${SOFTMAX_LOG:-}" ]; then
    wait # for the last line of without_trace
    refused=$(logged 's/.*Failure executing: .* at: .* Message: \(.*\)$/\1/p')
    ERRORS=/dev/null
    rm -rf "$FOLDER"
    case $code-$refused in
      0-*) ;;
      *code=401* | *code=403* | *Unauthorized* | *Forbidden*)
        fail 2 "Kubernetes refuses the driver pod: ${refused%%. Received status:*}: use an account that may create it (page kubernetes)"
        ;;
      *) logged 's/^Exception in thread "main" //p' >&2 ;; # its stack trace is in the log
    esac
  fi
  if [ "$code" -ne 0 ]; then
    if [ -z "${SOFTMAX_LOG:-}" ]; then tail -n "+$((LOGGED + 1))" "$DRIVER_LOG" >&2; fi
    exit "$code"
  fi
  ended=$(logged 's/^[[:space:]]*exit code: \([0-9]\{1,\}\)$/\1/p')
  [ "${ended:-0}" = 0 ] || fail "$ended" "The driver pod $DRIVER ended with exit code $ended: kubectl logs $DRIVER shows why"
  ended=$(logged 's/.*State of driver [^ ]* is \([A-Z]*\), exiting.*/\1/p')
  [ "${ended:-FINISHED}" = FINISHED ] || fail 1 "The driver $DRIVER is $ended: the folder work/$DRIVER of its Worker has its output"
  exit 0
}

# Prints where the driver is, once, as soon as spark-submit has logged it, and whether it waits for a Worker.
DRIVER=""
DRIVER_PLACE=""
announce_driver() {
  local pod
  [ -z "$DRIVER_PLACE" ] || return 0
  pod=$(logged 's/.*submission ID [^ :]*:\([^ ]*\) .*/\1/p')
  if [ -n "$pod" ]; then
    DRIVER=$pod
    DRIVER_PLACE=$pod
    echo "The driver pod is $pod: kubectl logs -f $pod shows its output" >&2
    return 0
  fi
  DRIVER=$(logged 's/.*Driver successfully submitted as \([^ ]*\).*/\1/p')
  DRIVER_PLACE=$(logged 's/.*Driver running on \([^ ]*\) (.*/\1/p')
  if [ -n "$DRIVER_PLACE" ]; then
    echo "The driver runs on $DRIVER_PLACE: the folder work/$DRIVER of the Worker there has its output" >&2
  elif [ -n "$(logged 's/.*State of [^ ]* is SUBMITTED.*/waits/p')" ]; then
    DRIVER_PLACE=unknown
    echo "The driver $DRIVER waits: no Worker has free what --driver-memory and --driver-cores ask for" >&2
  fi
}

# Runs spark-submit with a driver in a container of YARN. The driver leaves its message and its exit code in the diagnostics
# of the application (YarnFailure.java), which Spark logs.
submit_to_yarn() { # command...
  local process code=0
  make_errors
  "$@" 2>"$FOLDER/pipe" &
  process=$!
  trap 'kill "$process" 2>/dev/null' INT TERM HUP
  while :; do
    code=0
    wait "$process" || code=$?
    kill -0 "$process" 2>/dev/null || break # otherwise, a signal has ended the wait
  done
  wait # for the last line of without_trace
  explain_application "$code"
}

# Makes FOLDER with a pipe for the standard error of spark-submit, and starts without_trace on it.
make_errors() {
  FOLDER=$(mktemp -d "${TMPDIR:-/tmp}/softmax.XXXXXX")
  ERRORS=$FOLDER/errors
  : >"$ERRORS"
  mkfifo "$FOLDER/pipe"
  without_trace <"$FOLDER/pipe" >&2 &
}

# Copies standard error, with stack traces only to Spark's log.
without_trace() {
  local line
  while IFS= read -r line || [ -n "$line" ]; do
    printf '%s\n' "$line" >>"$ERRORS"
    case $line in
      'Exception in thread "main" '* | $'\tat '* | $'\t... '* | 'Caused by: '*) printf '%s\n' "$line" >>"$DRIVER_LOG" ;;
      *) printf '%s\n' "$line" ;;
    esac
  done
}

# Prints how the application has ended, and exits with the code of its driver.
explain_application() { # exit-code-of-spark-submit
  local code=$1 message id
  id=$(logged 's/.*Application report for \(application_[0-9_]*\) .*/\1/p')
  message=$(logged 's/.*CommandFailed: exit code \([1-5]: .*\)$/\1/p')
  [ -n "$message" ] || message=$(logged 's/.*Application diagnostics message: \(.*\)$/\1/p')
  [ -n "$message" ] || message=$(logged 's/^Exception in thread "main" //p')
  rm -rf "$FOLDER"
  if [ "$code" -ne 0 ]; then
    case $message in
      [1-5]': '*)
        code=${message%%: *}
        message=${message#*: }
        ;;
      *'Required AM memory '* | *'Required executor memory '*)
        message=${message#*: }
        message="YARN has no container of this size: ${message%%\!*}: set --driver-memory or --executor-memory to less"
        code=2
        ;;
      *'Failed to submit application_'*)
        message="YARN refuses the application: application_${message##* application_}: choose a queue with --queue NAME"
        code=2
        ;;
      'Application application_'*)
        message="YARN ended the driver: $message; if it had begun to train, train --resume continues" ;;
      '') message="spark-submit ended with code $code: Spark's log is $DRIVER_LOG" ;;
    esac
    printf '%s\n' "$message" >&2
  fi
  if [ -n "$id" ]; then echo "The driver's output: yarn logs -applicationId $id" >&2; fi
  exit "$code"
}

# Prints what a sed program finds last in Spark's log, after lines that were there before, or in standard error.
ERRORS=/dev/null
logged() { # program
  {
    [ ! -f "$DRIVER_LOG" ] || tail -n "+$((LOGGED + 1))" "$DRIVER_LOG"
    cat "$ERRORS"
  } | sed -n "$1" | tail -n 1
}
