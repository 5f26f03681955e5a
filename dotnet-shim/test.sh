#!/usr/bin/env bash
# Runs the tests that were built:  test.sh --broker JAR [--rounds N] [FILTER...]
# A filter is a part of a test's name, or a line of docs/requirements.md such as F-030.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
tests=("$here"/target/bin/Ons.Client.Tests/*/Ons.Client.Tests.dll)
exec "$here/sdk.sh" "${tests[0]}" --package "$here/target" --sdk "$here/sdk.sh" "$@"
