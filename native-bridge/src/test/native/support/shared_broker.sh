#!/bin/sh
# A broker for several test programs: shared_broker.sh start FOLDER JAVA JAR, then stop FOLDER
#
# FOLDER/address is where it listens. It ends by itself after half an hour: a run that is cut off leaves nothing behind.
set -eu

command=$1
folder=$2

case $command in
  start)
    rm -rf "$folder"
    mkdir -p "$folder"
    timeout 1800 "$3" -Xmx256m -XX:TieredStopAtLevel=1 -jar "$4" --grpc-port=0 --remoting-port=off --http-port=off \
      --data-dir="$folder/data" --new-groups-start-at=earliest >"$folder/out" 2>"$folder/err" </dev/null &
    echo $! >"$folder/pid"
    if ! timeout 120 tail -n +1 -s 0.1 -f "$folder/out" --pid=$! | grep -m 1 '^ready ' >"$folder/ready"; then
      cat "$folder/err" >&2
      exit 1
    fi
    sed 's/.*grpc=\([^ ]*\).*/\1/' "$folder/ready" >"$folder/address"
    ;;
  stop)
    pid=$(cat "$folder/pid")
    kill "$pid"
    tail -f /dev/null --pid="$pid"
    rm -rf "$folder"
    ;;
esac
