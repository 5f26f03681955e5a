// Threads of the host in Java: attached once, as daemons, and detached at their end. Local references are freed by a
// frame around every call.
#pragma once

#include <jni.h>

namespace bridge {

void set_jvm(JavaVM *vm);
// From now on threads that end leave the JVM alone: it is gone.
void forget_jvm();

// The environment of this thread, which is attached if it must be.
JNIEnv *attached();

class LocalFrame {
 public:
  explicit LocalFrame(JNIEnv *env);
  ~LocalFrame() { env_->PopLocalFrame(nullptr); }
  LocalFrame(const LocalFrame &) = delete;

 private:
  JNIEnv *env_;
};

}  // namespace bridge
