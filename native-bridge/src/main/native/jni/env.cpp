#include "jni/env.h"

#include <atomic>
#include <mutex>

#include <pthread.h>

#include "frames/failure.h"
#include "jvm/signals.h"

namespace bridge {
namespace {

constexpr jint REFERENCES = 32;  // more than any call needs

std::atomic<JavaVM *> jvm{nullptr};
pthread_key_t detach_key;
thread_local JNIEnv *cached = nullptr;

void detach(void *) {
  if (JavaVM *vm = jvm) vm->DetachCurrentThread();
}

}  // namespace

void set_jvm(JavaVM *vm) {
  static std::once_flag once;
  std::call_once(once, [] {
    if (pthread_key_create(&detach_key, detach) != 0) fail(ONS_E_RUNTIME, "the process has no thread key left");
  });
  jvm = vm;
}

void forget_jvm() { jvm = nullptr; }

JNIEnv *attached() {
  mend_displaced_signals();
  if (cached != nullptr) return cached;
  JavaVM *vm = jvm;
  if (vm == nullptr) fail(ONS_E_CLOSED, "the library was closed in this process");
  JNIEnv *env = nullptr;
  // Java's own threads, and those that the host has attached: not ours to keep, nor to detach.
  if (vm->GetEnv(reinterpret_cast<void **>(&env), JNI_VERSION_10) == JNI_OK) return env;
  JavaVMAttachArgs arguments{JNI_VERSION_10, nullptr, nullptr};
  if (vm->AttachCurrentThreadAsDaemon(reinterpret_cast<void **>(&env), &arguments) != JNI_OK) {
    fail(ONS_E_RUNTIME, "the Java runtime does not take this thread; its stack must have 256 KiB at least");
  }
  pthread_setspecific(detach_key, env);
  return cached = env;
}

LocalFrame::LocalFrame(JNIEnv *env) : env_(env) {
  if (env->PushLocalFrame(REFERENCES) != JNI_OK) {
    env->ExceptionClear();
    fail(ONS_E_INTERNAL, "the Java runtime is out of memory");
  }
}

}  // namespace bridge
