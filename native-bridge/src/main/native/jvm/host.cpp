#include "jvm/host.h"

#include <dlfcn.h>

#include "failure.h"
#include "jvm/discovery.h"
#include "jvm/flags.h"
#include "jvm/own_thread.h"
#include "jvm/signals.h"
#include "jvm/start.h"
#include "jvm/surroundings.h"
#include "logs.h"

namespace bridge {
namespace {

constexpr std::chrono::seconds PREPARE_LIMIT{120};
constexpr std::chrono::seconds END_LIMIT{10};

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

void prepare_existing(const Machine &machine, void (*prepare)(const Machine &, JNIEnv *)) {
  bool ended = on_own_thread("ons-start", PREPARE_LIMIT, [machine, prepare] {
    JNIEnv *env;
    if (machine.vm->AttachCurrentThreadAsDaemon(reinterpret_cast<void **>(&env), nullptr) != JNI_OK) {
      fail(ONS_E_RUNTIME, "the Java virtual machine of this process takes no more threads; is it ending?");
    }
    struct Detach {
      JavaVM *vm;
      ~Detach() { vm->DetachCurrentThread(); }
    } detach{machine.vm};
    prepare(machine, env);
  });
  if (!ended) {
    fail(ONS_E_RUNTIME, "the client's classes were not ready within " + std::to_string(PREPARE_LIMIT.count()) + " s");
  }
}

}  // namespace

Machine start_machine(const Options &options, void (*prepare)(const Machine &, JNIEnv *)) {
  refuse_after_failed_start();
  Machine machine;
  std::string folder = bundle_folder();
  machine.class_path = find_classes(options, folder);
  if (JavaVM *vm = existing_jvm()) {
    machine.vm = vm;
    machine.ours = vm == made;
    machine.description = "java: the one of this process\nclass path: " + machine.class_path + "\n";
    prepare_existing(machine, prepare);
    return machine;
  }
  JavaHome java = find_java(options, folder);
  if (machine.class_path.empty()) {
    fail(ONS_E_RUNTIME,
         "the client's jars were not found: neither the option class_path nor ONS_CLASSPATH is set, and " + folder +
             "/jars has none");
  }
  check_surroundings(options, java, machine.class_path);
  machine.ours = true;
  auto flags = machine_flags(options, java, machine.class_path);
  machine.description =
      "java: " + java.home + ", version " + std::to_string(java.version) + ", found by " + java.found +
      "\njava options:";
  for (auto &flag : flags) machine.description += " " + flag;
  machine.description += "\n";
  machine.vm = create_jvm(java.libjvm, flags, [machine, prepare](const CreatedJvm &created, JNIEnv *env) {
                 made = created.vm;
                 Machine ready = machine;
                 ready.vm = created.vm;
                 prepare(ready, env);
               }).vm;
  watch_signals();
  return machine;
}

void end_machine(const Machine &machine) {
  if (!machine.ours) return;
  stop_watching_signals();
  JavaVM *vm = machine.vm;
  if (!on_own_thread("ons-end", END_LIMIT, [vm] { vm->DestroyJavaVM(); })) {
    logs().add(ONS_LOG_WARN, "the Java runtime did not end within " + std::to_string(END_LIMIT.count()) +
                                 " s; it is left running");
  }
}

}  // namespace bridge
