// io.openons.bridge.Border as native code sees it: every class and method of Java that it uses is looked up here.
#pragma once

#include <jni.h>

#include "jvm/host.h"

namespace bridge {

enum Method {
  INITIALIZE,
  DESCRIBE_FAILURE,
  OPEN,
  START,
  CLOSE,
  UPDATE_CREDENTIALS,
  DESCRIBE,
  DESCRIBE_RUNTIME,
  USE_EVENTS,
  SEND,
  SEND_ASYNC,
  SEND_ONEWAY,
  SEND_BATCH,
  SEND_FRAMES,
  SEND_TRANSACTION,
  RECALL,
  SUBSCRIBE,
  UNSUBSCRIBE,
  RATE_LIMIT,
  SET_OFFSET_STORE,
  POLL,
  COMPLETE,
  PARTITIONS,
  ASSIGN,
  WATCH_PARTITIONS,
  PULL_POLL,
  SEEK,
  SEEK_TO_BEGINNING,
  SEEK_TO_END,
  PAUSE,
  RESUME,
  OFFSET_FOR_TIME,
  COMMITTED,
  COMMIT,
  COMMIT_OFFSET,
  OFFSET_LIMITS,
  FETCH,
  LOG_TO,
  SHUTDOWN,
  METHOD_COUNT
};

struct Border {
  jclass type = nullptr;
  jclass out_of_memory = nullptr;
  jmethodID methods[METHOD_COUNT] = {};
};

const Border &border();

// Loads Border, looks up its methods and registers its natives, on a thread that is attached.
void load_border(const Jvm &jvm, JNIEnv *env);

// Throws what Java has thrown, as a Failure; nothing is pending afterwards.
void check_exception(JNIEnv *env);

// Threads of Java that would keep the JVM from ending; "" when there are none.
std::string lasting_threads(JNIEnv *env);

// natives.cpp
void register_natives(JNIEnv *env, jclass type);

}  // namespace bridge
