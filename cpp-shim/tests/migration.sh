#!/bin/sh
# The check of ./dev check-migration finds what is missing, and nothing in programs that compile:
# migration.sh JAVAC JAVA
set -eu

javac=$1
java=$2
here=$(cd "$(dirname "$0")" && pwd -P)
root=$here/../..
classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
"$javac" -d "$classes" "$root/.ci/CheckMigration.java"

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

# check CODE OPTIONS-AND-PATHS...: the check ends with this code; what it prints is in $said.
check() {
  wanted=$1
  shift
  code=0
  said=$("$java" -cp "$classes" CheckMigration "$root" "$@" 2>&1) || code=$?
  [ "$code" -eq "$wanted" ] || fail "check of $* ended with $code, not $wanted; it printed: $said"
}

check 0 "$here/../examples" "$here/programs" "$root/dotnet-shim/examples" "$root/java-sdk/examples"
check 2
check 2 "$here/no-such-folder"
check 2 "$here/../cmake"

check 1 "$here/migration"
expected='migration/Old.cs:10: ONSFactoryAPI.createDelayQueue is missing
migration/Old.cs:9: Producer.sendToTheMoon is missing
migration/Old.java:11: ONSFactory.createDelayQueue is missing
migration/Old.java:2: import com.aliyun.openservices.ons.api.order.NoSuchClass is missing
migration/Old.java:3: import com.aliyun.openservices.shade.com.alibaba.Nothing is missing
migration/Old.java:9: Producer.sendToTheMoon is missing
migration/old.cpp:10: Producer::sendToTheMoon is missing
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
