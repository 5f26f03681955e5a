// The JVM in this process: created once, or found; ended once.
#pragma once

#include <chrono>
#include <string>

#include <jni.h>

#include "clients/options.h"

namespace bridge {

struct Jvm {
  JavaVM *vm = nullptr;
  bool ours = false;  // false: it was there before
  std::string description;
  std::string class_path;
};

// Finds the JVM of this process or creates one, and then runs `prepare` on an attached thread.
// A Failure with ONS_E_RUNTIME says why there is none.
Jvm start_jvm(const Options &options, void (*prepare)(const Jvm &, JNIEnv *));

// Ends a JVM of ours; no thread may be inside of Java. It is left running when it has not ended after `limit`.
void end_jvm(const Jvm &jvm, std::chrono::milliseconds limit);

}  // namespace bridge
