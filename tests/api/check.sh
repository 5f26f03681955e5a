#!/usr/bin/env bash
# check.sh TARGET CONTRACT URL EXAMPLES [OPTIONS...]: calls an API at URL with EXAMPLES requests for each operation of
# its contract, made from that and against it; fails when an answer is a fault, or not as the contract has it.
# The tool comes into a virtual environment, TARGET/venv, by pip. PYTHON chooses the interpreter.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd -P)
target=$1 contract=$2 url=$3 examples=$4
shift 4
python=${PYTHON:-python3}
venv=$target/venv
stamp=$("$python" --version; cat "$here/requirements.txt")

mkdir -p "$target"
if [[ "$(cat "$venv/made-from" 2>/dev/null || true)" != "$stamp" ]]; then
  rm -rf "$venv"
  # Debian has Python without ensurepip, without which venv makes no pip.
  if "$python" -c 'import ensurepip' 2>/dev/null; then
    "$python" -m venv "$venv"
  else
    "$python" -m venv --without-pip "$venv"
    "$python" -m pip --python "$venv/bin/python" install -q --disable-pip-version-check -r "$here/requirements.txt"
  fi
  [[ ! -x "$venv/bin/pip" ]] ||
    "$venv/bin/python" -m pip install -q --disable-pip-version-check -r "$here/requirements.txt"
  printf '%s' "$stamp" >"$venv/made-from"
fi

cd "$target"
# Not among the checks: whether every valid request is accepted (names have rules that a schema lacks) and every other
# refused (a null is as good as nothing).
checks=not_a_server_error,unsupported_method
checks+=,status_code_conformance,content_type_conformance,response_schema_conformance
"$venv/bin/st" run "$contract" --url "$url" --max-examples "$examples" --no-color --seed 1 \
  --phases examples,coverage,fuzzing --checks "$checks" \
  "$@"
