#include "jni/border.h"

#include <algorithm>
#include <string>
#include <vector>

#include "frames/bytes.h"
#include "frames/failure.h"
#include "frames/frame.h"
#include "jni/env.h"

namespace bridge {
namespace {

constexpr const char *BORDER = "io/openons/bridge/Border";

struct Signature {
  const char *name;
  const char *type;
};

// In the order of Method.
constexpr Signature METHODS[METHOD_COUNT] = {
    {"initialize", "([B)V"},
    {"describeFailure", "(Ljava/lang/Throwable;)[B"},
    {"open", "(I[BJ)J"},
    {"start", "(J)V"},
    {"close", "(J)V"},
    {"updateCredentials", "(J[B)V"},
    {"describe", "(J)[B"},
    {"describeRuntime", "()[B"},
    {"useEvents", "(J)V"},
    {"send", "(J[B)[B"},
    {"sendAsync", "(J[BJ)V"},
    {"sendOneway", "(J[B)V"},
    {"sendBatch", "(J[BI)[B"},
    {"sendFrames", "(J[B)[B"},
    {"sendTransaction", "(J[BJ)[B"},
    {"recall", "(J[B[B)[B"},
    {"subscribe", "(J[B[BIJ)V"},
    {"unsubscribe", "(J[B)V"},
    {"rateLimit", "(J[BD)V"},
    {"setOffsetStore", "(JJ)V"},
    {"poll", "(JIII)[B"},
    {"complete", "(J[J[I)V"},
    {"partitions", "(J[B)[B"},
    {"assign", "(J[B)V"},
    {"watchPartitions", "(J[BJ)V"},
    {"pullPoll", "(JII)[B"},
    {"seek", "(J[B[BJ)V"},
    {"seekToBeginning", "(J[B[B)V"},
    {"seekToEnd", "(J[B[B)V"},
    {"pause", "(J[B)V"},
    {"resume", "(J[B)V"},
    {"offsetForTime", "(J[B[BJ)J"},
    {"committed", "(J[B[B)J"},
    {"commit", "(J)V"},
    {"commitOffset", "(J[B[BJ)V"},
    {"offsetLimits", "(J[B[B)[J"},
    {"fetch", "(J[B[B[BJIII)[B"},
    {"logTo", "(I)V"},
    {"shutdown", "()V"},
};

Border loaded;

// An exception in words that need no class of ours: those may be what is missing. Clears what comes up meanwhile.
std::string words_of(JNIEnv *env, jthrowable thrown) {
  std::string words;
  jclass type = env->GetObjectClass(thrown);
  jmethodID to_string = env->GetMethodID(type, "toString", "()Ljava/lang/String;");
  auto text = to_string == nullptr ? nullptr : static_cast<jstring>(env->CallObjectMethod(thrown, to_string));
  if (!env->ExceptionCheck() && text != nullptr) {
    // Modified UTF-8 differs from UTF-8 beyond the basic plane only; class names and paths of jars seldom go there.
    const char *chars = env->GetStringUTFChars(text, nullptr);
    words = chars == nullptr ? "" : chars;
    if (chars != nullptr) env->ReleaseStringUTFChars(text, chars);
  }
  env->ExceptionClear();
  return words.empty() ? "an exception that cannot be described" : words;
}

// Fails with what is pending.
void check_loading(JNIEnv *env, const char *what, const std::string &class_path) {
  jthrowable thrown = env->ExceptionOccurred();
  if (thrown == nullptr) return;
  env->ExceptionClear();
  fail(ONS_E_RUNTIME, std::string("the client's classes cannot be used: ") + what + ": " + words_of(env, thrown) +
                          "; class path: " + class_path);
}

// A class loader of our own over our jars, for a JVM that knows nothing of them.
jclass load_beside(JNIEnv *env, const std::string &class_path) {
  auto check = [&](const char *what) { check_loading(env, what, class_path); };
  jclass file_type = env->FindClass("java/io/File");
  jclass uri_type = env->FindClass("java/net/URI");
  jclass url_type = env->FindClass("java/net/URL");
  jclass loader_type = env->FindClass("java/net/URLClassLoader");
  check("the Java runtime lacks java.net");
  jmethodID new_file = env->GetMethodID(file_type, "<init>", "(Ljava/lang/String;)V");
  jmethodID to_uri = env->GetMethodID(file_type, "toURI", "()Ljava/net/URI;");
  jmethodID to_url = env->GetMethodID(uri_type, "toURL", "()Ljava/net/URL;");
  jmethodID new_loader = env->GetMethodID(loader_type, "<init>", "([Ljava/net/URL;Ljava/lang/ClassLoader;)V");
  jmethodID load = env->GetMethodID(loader_type, "loadClass", "(Ljava/lang/String;)Ljava/lang/Class;");
  jmethodID platform =
      env->GetStaticMethodID(env->FindClass("java/lang/ClassLoader"), "getPlatformClassLoader",
                             "()Ljava/lang/ClassLoader;");
  check("the Java runtime lacks class loading");
  std::vector<std::string> entries;
  for (size_t start = 0, end; start <= class_path.size(); start = end + 1) {
    end = std::min(class_path.find(':', start), class_path.size());
    if (end > start) entries.push_back(class_path.substr(start, end - start));
  }
  jobjectArray urls = env->NewObjectArray(static_cast<jsize>(entries.size()), url_type, nullptr);
  for (size_t i = 0; i < entries.size(); ++i) {
    jstring path = env->NewStringUTF(entries[i].c_str());
    jobject file = env->NewObject(file_type, new_file, path);
    jobject uri = env->CallObjectMethod(file, to_uri);
    check("a part of the class path");
    jobject url = env->CallObjectMethod(uri, to_url);
    check("a part of the class path");
    env->SetObjectArrayElement(urls, static_cast<jsize>(i), url);
    for (jobject reference : {static_cast<jobject>(path), file, uri, url}) env->DeleteLocalRef(reference);
  }
  jobject parent = env->CallStaticObjectMethod(loader_type, platform);
  jobject loader = env->NewObject(loader_type, new_loader, urls, parent);
  check("no class loader");
  jstring name = env->NewStringUTF("io.openons.bridge.Border");
  auto type = static_cast<jclass>(env->CallObjectMethod(loader, load, name));
  check("io.openons.bridge.Border");
  return type;
}

// A full heap is the usual reason why Java cannot describe an exception.
[[noreturn]] void fail_undescribed(JNIEnv *env, jthrowable thrown) {
  if (env->IsInstanceOf(thrown, loaded.out_of_memory)) {
    Failure failure(ONS_E_THROTTLED, "the Java heap is full; raise max_heap_mib, or hold fewer messages at a time");
    failure.name = "OUT_OF_MEMORY";
    failure.flags = ONS_ERROR_RETRYABLE;
    throw failure;
  }
  fail(ONS_E_INTERNAL, "Java has thrown " + words_of(env, thrown));
}

}  // namespace

const Border &border() { return loaded; }

void load_border(const Jvm &jvm, JNIEnv *env) {
  LocalFrame frame(env);
  // Without Java on the stack FindClass asks the system's class loader, whose class path is ours if the JVM is.
  bool own_path = jvm.ours || jvm.class_path.empty();
  jclass type = own_path ? env->FindClass(BORDER) : load_beside(env, jvm.class_path);
  check_loading(env, BORDER, jvm.class_path);
  Border found;
  for (int i = 0; i < METHOD_COUNT; ++i) {
    found.methods[i] = env->GetStaticMethodID(type, METHODS[i].name, METHODS[i].type);
    check_loading(env, METHODS[i].name, jvm.class_path);
  }
  register_natives(env, type);
  check_loading(env, "native methods", jvm.class_path);
  found.type = static_cast<jclass>(env->NewGlobalRef(type));
  jclass out_of_memory = env->FindClass("java/lang/OutOfMemoryError");
  check_loading(env, "java.lang.OutOfMemoryError", jvm.class_path);
  found.out_of_memory = static_cast<jclass>(env->NewGlobalRef(out_of_memory));
  loaded = found;
}

void check_exception(JNIEnv *env) {
  jthrowable thrown = env->ExceptionOccurred();
  if (thrown == nullptr) return;
  env->ExceptionClear();
  LocalFrame frame(env);
  auto bytes = static_cast<jbyteArray>(
      env->CallStaticObjectMethod(loaded.type, loaded.methods[DESCRIBE_FAILURE], thrown));
  if (env->ExceptionCheck() || bytes == nullptr) {
    env->ExceptionClear();
    fail_undescribed(env, thrown);
  }
  Bytes described(env->GetArrayLength(bytes));
  env->GetByteArrayRegion(bytes, 0, static_cast<jsize>(described.size()), reinterpret_cast<jbyte *>(described.data()));
  size_t at = 0;
  throw failure_of(read_frame(described, &at));
}

std::string lasting_threads(JNIEnv *env) {
  LocalFrame frame(env);
  jclass thread_type = env->FindClass("java/lang/Thread");
  jmethodID stacks = env->GetStaticMethodID(thread_type, "getAllStackTraces", "()Ljava/util/Map;");
  jmethodID is_daemon = env->GetMethodID(thread_type, "isDaemon", "()Z");
  jmethodID get_name = env->GetMethodID(thread_type, "getName", "()Ljava/lang/String;");
  jmethodID key_set = env->GetMethodID(env->FindClass("java/util/Map"), "keySet", "()Ljava/util/Set;");
  jmethodID to_array = env->GetMethodID(env->FindClass("java/util/Set"), "toArray", "()[Ljava/lang/Object;");
  jobject map = env->CallStaticObjectMethod(thread_type, stacks);
  check_exception(env);
  jobject keys = env->CallObjectMethod(map, key_set);
  check_exception(env);
  auto threads = static_cast<jobjectArray>(env->CallObjectMethod(keys, to_array));
  check_exception(env);
  std::string names;
  for (jsize i = 0; i < env->GetArrayLength(threads); ++i) {
    LocalFrame each(env);
    jobject thread = env->GetObjectArrayElement(threads, i);
    bool daemon = env->CallBooleanMethod(thread, is_daemon);
    check_exception(env);
    if (daemon) continue;
    auto name = static_cast<jstring>(env->CallObjectMethod(thread, get_name));
    check_exception(env);
    if (const char *chars = env->GetStringUTFChars(name, nullptr)) {
      names += (names.empty() ? "" : ", ") + std::string(chars);
      env->ReleaseStringUTFChars(name, chars);
    }
  }
  return names;
}

}  // namespace bridge
