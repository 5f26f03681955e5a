#!/bin/sh
# Runs the examples of one family against a broker, and looks at what they print:
# examples.sh PROGRAMS-FOLDER ADDRESS NAME
set -eu

programs=$1
address=$2
name=$3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# expect PROGRAM TEXT...: the program ends well, and each text is in a line of what it printed.
expect() {
  program=$1
  shift
  said=$(timeout 120 "$programs/$program" "$address") || fail "$program ended with $?" "$said"
  for text do
    case $said in
      *"$text"*) ;;
      *) fail "$program did not print '$text'" "$said" ;;
    esac
  done
}

# expect_received PROGRAM COUNT TEXT: a program that receives until its input ends prints COUNT lines with the text.
expect_received() {
  mkfifo "$folder/input"
  exec 4<>"$folder/input"
  { timeout 120 "$programs/$1" "$address" <"$folder/input" 4<&- || echo "ended with $?"; } | {
    left=$2
    while IFS= read -r line; do
      echo "$line"
      case $line in *"$3"*) left=$((left - 1)) ;; esac
      [ "$left" -ne 0 ] || echo >&4
    done >"$folder/said"
  }
  exec 4<&-
  rm "$folder/input"
  said=$(cat "$folder/said")
  case $said in *'ended with '*) fail "$1 failed" "$said" ;; esac
  count=$(grep -c "$3" "$folder/said") || true
  [ "$count" -eq "$2" ] || fail "$1 received $count of $2" "$said"
}

fail() {
  printf '%s; it printed:\n%s\n' "$1" "$2" >&2
  exit 1
}

case $name in
  quickstart)
    expect quickstart_c 'sent ' 'received hello'
    expect quickstart_cpp 'sent ' 'received hello'
    ;;
  ordered)
    expect ordered_c 'order-1: created' 'order-1: paid' 'order-1: shipped' 'order-3: shipped'
    expect ordered_cpp 'order-1: created paid shipped' 'order-3: created paid shipped'
    ;;
  transaction)
    expect transaction_c 'committed' 'TRANSACTION_ROLLED_BACK: ' 'left open' 'asked about: perhaps'
    expect transaction_cpp 'committed ' 'rolled back: ' 'left open ' 'asked about: perhaps'
    ;;
  walkthrough)
    expect walkthrough_c 'sent ' 'recalled ' 'ONS_E_INVALID: ' 'pulled '
    expect walkthrough_cpp 'sent 10 at once' 'recalled ' 'ILLEGAL_TOPIC: ' 'ons: ONS_E_INVALID' '14 sent'
    ;;
  classic)
    expect classic_normal 'sent '
    expect classic_timed 'sent '
    expect_received classic_subscribe 2 'classic'
    expect classic_ordered_send 'sent '
    expect_received classic_ordered_receive 10 'step '
    expect classic_transaction 'booking for ' 'sent '
    expect classic_oneway_async_pull 'sent ' 'not sent: ' 'pulled first by tag TagA' \
      "pulled second by tag TagB and key 'key-2'" 'committed it'
    ;;
  classic3)
    expect classic3_send 'sent ' 'delayed '
    expect_received classic3_subscribe 2 'classic3'
    expect classic3_send_async 'not sent: ' 'sent 31 of 32'
    expect classic3_ordered 'sent ' 'received step0 step1 step2 step3 step4'
    expect classic3_transaction 'booking for ' 'sent '
    ;;
  *) fail "no such example: $name" '' ;;
esac
