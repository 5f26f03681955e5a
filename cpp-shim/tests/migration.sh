#!/bin/sh
# The check of ./dev check-migration finds what is missing, and nothing in programs that compile: migration.sh JAVA
set -eu

java=$1
here=$(cd "$(dirname "$0")" && pwd -P)
root=$here/../..

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

# check CODE OPTIONS-AND-PATHS...: the check ends with this code; what it prints is in $said.
check() {
  wanted=$1
  shift
  code=0
  said=$("$java" "$root/.ci/CheckMigration.java" "$root" "$@" 2>&1) || code=$?
  [ "$code" -eq "$wanted" ] || fail "check of $* ended with $code, not $wanted; it printed: $said"
}

check 0 "$here/../examples" "$here/programs"
check 2
check 2 "$here/no-such-folder"
check 2 "$here/../cmake"

check 1 "$here/migration"
expected='migration/old.cpp:10: Producer::sendToTheMoon is missing
migration/old.cpp:11: Message::setDeliverNowhere is missing
migration/old.cpp:14: ONSFactoryAPI::createDelayQueue is missing
migration/old.cpp:14: ons::DelayQueue is missing
migration/old.cpp:15: ONSFactoryProperty::NoSuchKey is missing
migration/old.cpp:3: header rocketmq/DefaultMQProducer.h is missing
migration/three.cpp:3: header ons/NoSuchHeader.h is missing
migration/three.cpp:8: Message::getKey is missing'
found=$(printf '%s\n' "$said" | sed -n "s|^$here/||; / is missing$/p" | LC_ALL=C sort)
[ "$found" = "$expected" ] || fail "found: $found"

check 1 --cpp=2 "$here/migration/three.cpp"
case $said in *'PushConsumer::registerMessageListener is missing'*) ;; *) fail "by --cpp=2: $said" ;; esac
