// The creation of the JVM, which may end in ways in which HotSpot would end the process.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <jni.h>

namespace bridge {

struct CreatedJvm {
  JavaVM *vm;
  void *libjvm;  // from dlopen
};

// Loads libjvm and creates the JVM on a thread of its own, so that the JVM's view of its first thread's stack is ours,
// no matter which thread calls; then runs `prepare` there. When HotSpot decides to end the process, the thread that
// decides so sleeps for ever instead, and this fails with HotSpot's words. A Failure with ONS_E_RUNTIME.
CreatedJvm create_jvm(const std::string &libjvm, const std::vector<std::string> &flags,
                      std::function<void(const CreatedJvm &, JNIEnv *)> prepare);

// Fails when an earlier attempt has left HotSpot in a state in which no JVM can be created or found.
void refuse_after_failed_start();

}  // namespace bridge
