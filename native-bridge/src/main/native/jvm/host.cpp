#include "jvm/host.h"

#include <dlfcn.h>

#include "callbacks/logs.h"
#include "frames/failure.h"
#include "jvm/discovery.h"
#include "jvm/flags.h"
#include "jvm/own_thread.h"
#include "jvm/signals.h"
#include "jvm/start.h"
#include "jvm/surroundings.h"

namespace bridge {
namespace {

constexpr std::chrono::seconds PREPARE_LIMIT{120};

// The JVM we created. Kept so that a retry after a failed preparation recognises it as ours.
JavaVM *made = nullptr;

using GetCreated = jint(JNICALL *)(JavaVM **, jsize, jsize *);

JavaVM *existing_jvm() {
  void *library = dlopen("libjvm.so", RTLD_NOW | RTLD_NOLOAD);
  void *function = dlsym(library != nullptr ? library : RTLD_DEFAULT, "JNI_GetCreatedJavaVMs");
  JavaVM *vm = nullptr;
  jsize count = 0;
  if (function != nullptr) reinterpret_cast<GetCreated>(function)(&vm, 1, &count);
  if (library != nullptr) dlclose(library);
  return count > 0 ? vm : nullptr;
}

void prepare_existing(const Jvm &jvm, void (*prepare)(const Jvm &, JNIEnv *)) {
  bool ended = on_own_thread("ons-start", PREPARE_LIMIT, [jvm, prepare] {
    JNIEnv *env;
    if (jvm.vm->AttachCurrentThreadAsDaemon(reinterpret_cast<void **>(&env), nullptr) != JNI_OK) {
      fail(ONS_E_RUNTIME, "the Java virtual machine of this process takes no more threads; is it ending?");
    }
    struct Detach {
      JavaVM *vm;
      ~Detach() { vm->DetachCurrentThread(); }
    } detach{jvm.vm};
    prepare(jvm, env);
  });
  if (!ended) {
    fail(ONS_E_RUNTIME, "the client's classes were not ready within " + std::to_string(PREPARE_LIMIT.count()) + " s");
  }
}

}  // namespace

Jvm start_jvm(const Options &options, void (*prepare)(const Jvm &, JNIEnv *)) {
  refuse_after_failed_start();
  Jvm jvm;
  std::string folder = bundle_folder();
  jvm.class_path = find_classes(options, folder);
  if (JavaVM *vm = existing_jvm()) {
    jvm.vm = vm;
    jvm.ours = vm == made;
    jvm.description = "java: the one of this process\nclass path: " + jvm.class_path + "\n";
    prepare_existing(jvm, prepare);
    return jvm;
  }
  JavaHome java = find_java(options, folder);
  if (jvm.class_path.empty()) {
    fail(ONS_E_RUNTIME,
         "the client's jars were not found: neither the option class_path nor ONS_CLASSPATH is set, and " + folder +
             "/jars has none");
  }
  check_surroundings(options, java, jvm.class_path);
  jvm.ours = true;
  auto flags = jvm_flags(options, java, jvm.class_path);
  jvm.description =
      "java: " + java.home + ", version " + std::to_string(java.version) + ", found by " + java.found +
      "\njava options:";
  for (auto &flag : flags) jvm.description += " " + flag;
  jvm.description += "\n";
  jvm.vm = create_jvm(java.libjvm, flags, [jvm, prepare](const CreatedJvm &created, JNIEnv *env) {
                 made = created.vm;
                 Jvm ready = jvm;
                 ready.vm = created.vm;
                 prepare(ready, env);
               }).vm;
  watch_signals();
  return jvm;
}

void end_jvm(const Jvm &jvm, std::chrono::milliseconds limit) {
  if (!jvm.ours) return;
  stop_watching_signals();
  JavaVM *vm = jvm.vm;
  if (!on_own_thread("ons-end", limit, [vm] { vm->DestroyJavaVM(); })) {
    logs().add(ONS_LOG_WARN, "the Java runtime did not end within " + std::to_string(limit.count()) +
                                 " ms; it is left running");
  }
}

}  // namespace bridge
