#!/usr/bin/env bash
# Tests the Python package on each version of Spark, classic and over Spark Connect:
# src/test/python/run.sh [3.5|4.0|4.1|4.2 ...] [-- pytest options]
# Exits with 0 if all tests passed or were skipped, with 1 if one failed, with 2 on wrong usage.
# SOFTMAX_JAR names the jar to test with; otherwise the wheel of submit/wheel is tested.
set -euo pipefail
unset CDPATH

TESTS=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
HOME_FOLDER=$(cd -P "$TESTS/../../.." && pwd)
case ${SOFTMAX_JAR:-/} in /*) ;; *) export SOFTMAX_JAR=$PWD/$SOFTMAX_JAR ;; esac
cd "$HOME_FOLDER"

release_of() { # version
  case $1 in
    3.5) echo 3.5.9 ;;
    4.0) echo 4.0.5 ;;
    4.1) echo 4.1.4 ;;
    4.2) echo 4.2.0 ;;
    *)
      echo "Unsupported Spark $1 (must be 3.5, 4.0, 4.1 or 4.2)" >&2
      exit 2
      ;;
  esac
}

# Installs Spark and the packages of the tests in a virtual environment, which later calls use again. MLflow, which is large, is
# tested on one version.
prepare() { # version
  local release venv=target/venv-$1 log=target/venv-$1.log more=()
  if [ "$1" = 4.2 ]; then more=("mlflow-skinny>=3.13,<4" onnx onnxruntime); fi
  release=$(release_of "$1")
  if [ -e "$venv/pyspark==$release" ]; then return 0; fi
  echo "Installing pyspark $release in $venv ..." >&2
  { python3 -m venv "$venv" &&
    "$venv/bin/python" -m pip install -q --disable-pip-version-check "pyspark[connect]==$release" pytest 'pandas<3' pyarrow ${more[@]+"${more[@]}"}; } \
    >"$log" 2>&1 || return 1
  touch "$venv/pyspark==$release"
}

# Sets WHEEL to the package to install, or to nothing if SOFTMAX_JAR replaces it.
build_wheel() {
  WHEEL=""
  if [ -z "${SOFTMAX_JAR:-}" ]; then WHEEL=$(submit/wheel); fi
}

run() { # version pytest-options...
  local python=$PWD/target/venv-$1/bin/python
  shift
  if [ -n "$WHEEL" ]; then
    "$python" -m pip install -q --disable-pip-version-check --no-deps --force-reinstall "$WHEEL"
    (cd "$TESTS" && PYTHONDONTWRITEBYTECODE=1 "$python" -m pytest -q -p no:cacheprovider "$@")
  else
    (cd "$TESTS" && PYTHONPATH=$HOME_FOLDER/src/main/python PYTHONDONTWRITEBYTECODE=1 \
      "$python" -m pytest -q -p no:cacheprovider "$@")
  fi
}

versions=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do
  release_of "$1" >/dev/null
  versions+=("$1")
  shift
done
if [ $# -gt 0 ]; then shift; fi
if [ ${#versions[@]} -eq 0 ]; then versions=(3.5 4.0 4.1 4.2); fi

if ! command -v python3 >/dev/null; then
  echo "skipped: the tests of the Python package, because python3 is not on the PATH"
  exit 0
fi
if ! python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
  echo "skipped: the tests of the Python package, because python3 is not Python 3.10 or later with venv and pip"
  exit 0
fi
mkdir -p target
build_wheel
unset SPARK_HOME SPARK_REMOTE PYTHONPATH
code=0
for version in "${versions[@]}"; do
  if ! prepare "$version"; then
    echo "skipped: Spark $version, because pip cannot install it: $(tail -n 1 "target/venv-$version.log")"
    continue
  fi
  echo "Spark $version, classic"
  run "$version" "$@" || code=1
  if [ "$version" != 3.5 ]; then
    echo "Spark $version, Spark Connect"
    run "$version" --connect "$@" || code=1
  fi
done
exit "$code"
