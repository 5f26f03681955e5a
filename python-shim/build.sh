#!/bin/sh
# Builds the wheels, of client and broker, or tests them.
#
#   build.sh wheel TARGET BUNDLE BROKER_JAR   makes TARGET/*.whl; ONSCLIENT_PLATFORM names other machines
#   build.sh test TARGET [pytest options]     installs those beside the tools and runs the tests
#
# The tools come into a virtual environment, TARGET/venv, by pip. PYTHON chooses the interpreter.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
python=${PYTHON:-python3}
command=${1:-}
mkdir -p "${2:?the folder to build into is missing}"
target=$(cd "$2" && pwd -P)
venv=$target/venv

fail() {
  printf 'build.sh: %s\n' "$*" >&2
  exit 1
}

tools() {
  stamp="$("$python" -c 'import sys; print(sys.version, sys.prefix)') $(cksum < "$here/requirements.txt")"
  if [ "$(cat "$venv/made-from" 2>/dev/null || true)" = "$stamp" ]; then
    return
  fi
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null ||
    fail "no Python 3.10 or later ($python): apt-get install python3, or set PYTHON"
  rm -rf "$venv"
  # Debian has Python without ensurepip, without which venv makes no pip.
  if "$python" -c 'import ensurepip' 2>/dev/null; then
    "$python" -m venv "$venv"
  elif "$python" -m pip --version >/dev/null 2>&1; then
    "$python" -m pip install -q --target "$target/virtualenv" virtualenv
    PYTHONPATH=$target/virtualenv "$python" -m virtualenv -q "$venv"
  else
    fail "$python has neither ensurepip nor pip: apt-get install python3-venv"
  fi
  "$venv/bin/python" -m pip install -q --disable-pip-version-check -r "$here/requirements.txt" ||
    fail "the tools could not be fetched; is the network reachable?"
  printf '%s' "$stamp" > "$venv/made-from"
}

case $command in
  wheel)
    tools
    rm -f "$target"/*.whl
    # Packages carry the licence as they carry the sources, which pip takes from nowhere above their folders.
    for folder in "$here" "$here/broker"; do
      cmp -s "$here/../LICENSE" "$folder/LICENSE" || cp "$here/../LICENSE" "$folder/LICENSE"
    done
    export ONSCLIENT_BUNDLE="$3" ONSCLIENT_BROKER_JAR="$4"
    for source in "$here" "$here/broker"; do
      "$venv/bin/python" -m build --wheel --no-isolation --outdir "$target" "$source" > "$target/build.log" 2>&1 ||
        { cat "$target/build.log" >&2; fail "the wheel of $source was not built"; }
    done
    ;;
  test)
    tools
    shift 2
    "$venv/bin/python" -m pip install -q --disable-pip-version-check --no-deps --force-reinstall "$target"/*.whl
    unset PYTHONPATH ONSCLIENT_LIBRARY ONSCLIENT_BROKER_JAR ONSCLIENT_ENDPOINT
    cd "$here"
    bindings=$here/../native-bridge/bindings
    "$venv/bin/ruff" check --config pyproject.toml . "$bindings"
    "$venv/bin/ruff" format --check --config pyproject.toml . "$bindings"
    "$venv/bin/mypy" --cache-dir "$target/mypy" src hatch_build.py examples bench tests
    MYPYPATH=$bindings "$venv/bin/mypy" --cache-dir "$target/mypy" "$bindings"
    exec "$venv/bin/python" -m pytest -o cache_dir="$target/pytest" "$@"
    ;;
  *)
    fail "unknown command '$command'; it is wheel or test"
    ;;
esac
