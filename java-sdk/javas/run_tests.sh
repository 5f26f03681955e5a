#!/usr/bin/env bash
# Runs the client's tests on other Javas, all at once: run_tests.sh [JAVA-VERSION:SLF4J-LINE ...]
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
sdk="$here/.."
target="$here/target"
runs=("$@")
if [[ ${#runs[@]} -eq 0 ]]; then
  # The oldest and the newest; the one that builds, 17 or newer, runs them anyway.
  runs=(8:1.7 25:2)
  [[ "${ONS_TEST_ALL:-}" != 1 ]] || runs+=(11:2 17:2 21:2)
fi

# The tests as Java 8 can load them, beside the client as it is shipped.
rewritten="$target/rewritten"
rm -rf "$rewritten" "$target/reports"
mkdir -p "$rewritten"
cp -r "$sdk/target/classes/." "$sdk/target/test-classes/." "$target/classes/." "$rewritten/"
libraries="$(tr : '\n' <"$target/class-path.txt")"
java -cp "$(paste -sd : <<<"$libraries")" io.openons.java8.Downgrade "$rewritten" \
  "$sdk/src/main/java8/replacements.txt" "$here/replacements.txt"

# class_path SLF4J-LINE: what both JUnits and both lines of SLF4J have in common, and one of each.
class_path() {
  local others
  others="$(grep -v -E '/(org/junit|org/slf4j|org/ow2)/|/java-sdk/|apiguardian|opentest4j' <<<"$libraries")"
  printf '%s\n' "$rewritten" "$others" "$target"/lib/junit-*.jar
  if [[ "$1" == 1.7 ]]; then
    printf '%s\n' "$target"/lib/slf4j-*-1.7.*.jar
  else
    grep /slf4j-api/ <<<"$libraries"
    printf '%s\n' "$target"/lib/slf4j-simple-2.*.jar
  fi
}

# run JAVA-VERSION SLF4J-LINE
run() {
  local java classes log="$target/java-$1.log"
  java="$("$here/get_java.sh" "$1")" || return 1
  classes="$(class_path "$2" | paste -sd :)"
  "$java" -version >"$log" 2>&1
  cd "$sdk" # as Maven does for tests
  # Most tests end before a second compilation of their code pays.
  timeout 1800 "$java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$classes" \
    org.junit.platform.console.ConsoleLauncher execute \
    --scan-class-path="$sdk/target/test-classes" --details=none --disable-banner --fail-if-no-tests \
    --reports-dir "$target/reports/java-$1" >>"$log" 2>&1
}

pids=()
for each in "${runs[@]}"; do
  run "${each%%:*}" "${each#*:}" &
  pids+=($!)
done
passed=0
failed=0
for i in "${!runs[@]}"; do
  version="${runs[$i]%%:*}"
  wait "${pids[$i]}" || cat "$target/java-$version.log"
  # The first line of the report that begins a suite; a Java that did not come so far counts as one failure.
  counts="$(grep -m 1 -o 'tests="[0-9]*" skipped="[0-9]*" failures="[0-9]*" errors="[0-9]*"' \
    "$target/reports/java-$version/TEST-junit-jupiter.xml" || echo 'tests="1" skipped="0" failures="1" errors="0"')"
  read -r tests skipped failures errors <<<"$(tr -c '0-9\n' ' ' <<<"$counts")"
  bad=$((failures + errors))
  passed=$((passed + tests - bad - skipped))
  failed=$((failed + bad))
  echo "Java $version, SLF4J ${runs[$i]#*:}: $tests tests, $bad failed"
done
echo "$passed passed, $failed failed"
[[ "$failed" -eq 0 ]]
