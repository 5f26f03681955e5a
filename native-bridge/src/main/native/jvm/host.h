// The JVM in this process: created once, or found; ended once.
#pragma once

#include <string>

#include <jni.h>

#include "options.h"

namespace bridge {

struct Machine {
  JavaVM *vm = nullptr;
  bool ours = false;  // false: it was there before
  std::string description;
  std::string class_path;
};

// Finds the JVM of this process or creates one, and then runs `prepare` on an attached thread.
// A Failure with ONS_E_RUNTIME says why there is none.
Machine start_machine(const Options &options, void (*prepare)(const Machine &, JNIEnv *));

// Ends a JVM of ours; no thread may be inside of Java.
void end_machine(const Machine &machine);

}  // namespace bridge
