#include "jvm/host.h"

#include <clocale>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <mutex>
#include <vector>

#include <dlfcn.h>

#include "failure.h"
#include "jvm/discovery.h"
#include "jvm/exit_hook.h"
#include "jvm/flags.h"
#include "jvm/signals.h"
#include "thread.h"

namespace bridge {
namespace {

constexpr size_t MACHINE_STACK = 8u << 20;

// What the machine says while it starts; the reason why it does not start is only said here.
std::mutex said_mutex;
std::string *said = nullptr;

jint JNICALL say(FILE *file, const char *format, va_list arguments) {
  char text[1024];
  va_list copy;
  va_copy(copy, arguments);
  int size = std::vsnprintf(text, sizeof text, format, copy);
  va_end(copy);
  std::lock_guard lock(said_mutex);
  if (said != nullptr) {
    *said += text;
    return size;
  }
  // Never to stdout: that is the host's.
  return std::vfprintf(file == stdout ? stderr : file, format, arguments);
}

void JNICALL exiting(jint) { note_java_is_exiting(); }

void JNICALL aborting() {
  static const char TEXT[] = "onsclient: the Java runtime aborts the process; see its crash report\n";
  std::fputs(TEXT, stderr);
}

template <typename Function>
Function function_of(void *library, const char *name) {
  auto function = reinterpret_cast<Function>(dlsym(library, name));
  if (function == nullptr) fail(ONS_E_RUNTIME, std::string("libjvm has no function ") + name);
  return function;
}

// The machine that this library made: still ours when what came after its creation failed and is tried again.
JavaVM *made = nullptr;

using Create = jint(JNICALL *)(JavaVM **, void **, void *);
using GetCreated = jint(JNICALL *)(JavaVM **, jsize, jsize *);

JavaVM *existing_machine() {
  void *library = dlopen("libjvm.so", RTLD_NOW | RTLD_NOLOAD);
  void *function = dlsym(library != nullptr ? library : RTLD_DEFAULT, "JNI_GetCreatedJavaVMs");
  JavaVM *vm = nullptr;
  jsize count = 0;
  if (function != nullptr) reinterpret_cast<GetCreated>(function)(&vm, 1, &count);
  if (library != nullptr) dlclose(library);
  return count > 0 ? vm : nullptr;
}

// The machine calls setlocale(LC_ALL, ""): a host in "C" would print 1,50 afterwards.
class LocaleGuard {
 public:
  LocaleGuard() : before_(std::setlocale(LC_ALL, nullptr)) {}
  ~LocaleGuard() { std::setlocale(LC_ALL, before_.c_str()); }
  LocaleGuard(const LocaleGuard &) = delete;

 private:
  std::string before_;
};

// Runs on a thread of its own, so that the machine's view of its first thread's stack is ours, whoever calls.
void on_own_thread(const char *name, const std::function<void()> &body) {
  std::exception_ptr failure;
  pthread_t thread = start_thread(name, MACHINE_STACK, [&] {
    try {
      body();
    } catch (...) {
      failure = std::current_exception();
    }
  });
  pthread_join(thread, nullptr);
  if (failure) std::rethrow_exception(failure);
}

void create(Machine &machine, const JavaHome &java, std::vector<std::string> flags, JNIEnv **env) {
  void *library = dlopen(java.libjvm.c_str(), RTLD_NOW | RTLD_GLOBAL);
  if (library == nullptr) fail(ONS_E_RUNTIME, "cannot load " + java.libjvm + ": " + dlerror());
  auto create_vm = function_of<Create>(library, "JNI_CreateJavaVM");
  std::vector<JavaVMOption> options;
  for (auto &flag : flags) options.push_back({flag.data(), nullptr});
  char vfprintf_hook[] = "vfprintf", exit_hook[] = "exit", abort_hook[] = "abort";
  options.push_back({vfprintf_hook, reinterpret_cast<void *>(&say)});
  options.push_back({exit_hook, reinterpret_cast<void *>(&exiting)});
  options.push_back({abort_hook, reinterpret_cast<void *>(&aborting)});
  JavaVMInitArgs arguments{JNI_VERSION_10, static_cast<jint>(options.size()), options.data(), JNI_FALSE};
  // The machine suspends its threads by a signal, by default SIGUSR2, which hosts use themselves.
  setenv("_JAVA_SR_SIGNUM", "50", 0);
  std::string words;
  {
    std::lock_guard lock(said_mutex);
    said = &words;
  }
  jint result;
  SignalGuard signals;
  {
    LocaleGuard locale;
    result = create_vm(&machine.vm, reinterpret_cast<void **>(env), &arguments);
  }
  {
    std::lock_guard lock(said_mutex);
    said = nullptr;
  }
  if (result != JNI_OK) {
    fail(ONS_E_RUNTIME, "the Java runtime " + java.home + " did not start (" + std::to_string(result) + "): " + words);
  }
  made = machine.vm;
  if (!words.empty()) std::fputs(words.c_str(), stderr);
  signals.after_creation(*env);
}

}  // namespace

Machine start_machine(const Options &options, void (*prepare)(const Machine &, JNIEnv *)) {
  Machine machine;
  std::string folder = bundle_folder();
  machine.class_path = find_classes(options, folder);
  if (JavaVM *vm = existing_machine()) {
    machine.vm = vm;
    machine.ours = vm == made;
    machine.description = "java: the one of this process\nclass path: " + machine.class_path + "\n";
    on_own_thread("ons-start", [&] {
      JNIEnv *env;
      if (vm->AttachCurrentThreadAsDaemon(reinterpret_cast<void **>(&env), nullptr) != JNI_OK) {
        fail(ONS_E_RUNTIME, "the Java machine of this process takes no more threads; is it ending?");
      }
      try {
        prepare(machine, env);
      } catch (...) {
        vm->DetachCurrentThread();
        throw;
      }
      vm->DetachCurrentThread();
    });
    return machine;
  }
  JavaHome java = find_java(options, folder);
  if (machine.class_path.empty()) {
    fail(ONS_E_RUNTIME,
         "the client's jars were not found: neither the option class_path nor ONS_CLASSPATH is set, and " +
                            folder + "/jars has none");
  }
  machine.ours = true;
  auto flags = machine_flags(options, java, machine.class_path);
  machine.description =
      "java: " + java.home + ", version " + std::to_string(java.version) + ", found by " + java.found +
      "\njava options:";
  for (auto &flag : flags) machine.description += " " + flag;
  machine.description += "\n";
  on_own_thread("ons-start", [&] {
    JNIEnv *env = nullptr;
    create(machine, java, flags, &env);
    try {
      prepare(machine, env);
    } catch (...) {
      machine.vm->DetachCurrentThread();
      throw;
    }
    machine.vm->DetachCurrentThread();
  });
  return machine;
}

void end_machine(const Machine &machine) {
  if (!machine.ours) return;
  on_own_thread("ons-end", [&] { machine.vm->DestroyJavaVM(); });
}

}  // namespace bridge
