// The native methods of Border: Java's bytes in, the host's callbacks out. None of them throws.
#include "callbacks/callbacks.h"
#include "callbacks/logs.h"
#include "jni/border.h"

#ifdef ONS_JNI_HEADERS
// Made by javac -h: a signature that differs from Java's does not compile.
#include "io_openons_bridge_Border.h"
#endif

namespace {

using namespace bridge;

// The bytes of an array in a buffer that this thread uses again and again. A callback may call a function that calls
// a callback on the same thread: the buffer is taken while in use, so the inner one gets its own.
class Copied {
 public:
  Copied(JNIEnv *env, jbyteArray array, jsize size) : bytes_(std::move(spare())) {
    bytes_.resize(static_cast<size_t>(size));
    env->GetByteArrayRegion(array, 0, size, reinterpret_cast<jbyte *>(bytes_.data()));
  }
  Copied(JNIEnv *env, jbyteArray array) : Copied(env, array, env->GetArrayLength(array)) {}
  ~Copied() {
    if (bytes_.capacity() <= LARGEST_SPARE) spare() = std::move(bytes_);
  }
  Copied(const Copied &) = delete;

  operator ByteView() const { return bytes_; }
  std::string_view chars() const { return chars_of(bytes_); }

 private:
  static constexpr size_t LARGEST_SPARE = 1 << 20;
  static Bytes &spare() {
    static thread_local Bytes bytes;
    return bytes;
  }
  Bytes bytes_;
};

// Without memory for the copy the callback fails; Java goes on.
template <typename Result, typename Body>
Result shielded(Result otherwise, Body &&body) noexcept {
  try {
    return body();
  } catch (const std::exception &failure) {
    logs().add(ONS_LOG_ERROR, std::string("a callback was not called: ") + failure.what());
    return otherwise;
  }
}
template <typename Body>
void shielded(Body &&body) noexcept {
  shielded(0, [&] { return body(), 0; });
}

}  // namespace

extern "C" {

#ifndef ONS_JNI_HEADERS
#define DECLARED static
#else
#define DECLARED JNIEXPORT
#endif

DECLARED jint JNICALL Java_io_openons_bridge_Border_consume(JNIEnv *env, jclass, jlong context, jbyteArray frames,
                                                            jint size, jint) {
  return shielded<jint>(ONS_CONSUME_LATER, [&] {
    return callbacks::consume(static_cast<uint64_t>(context), Copied(env, frames, size));
  });
}

DECLARED void JNICALL Java_io_openons_bridge_Border_sendEnded(JNIEnv *env, jclass, jlong context, jbyteArray frame,
                                                              jint size) {
  shielded([&] { callbacks::send_ended(static_cast<uint64_t>(context), Copied(env, frame, size)); });
}

DECLARED jint JNICALL Java_io_openons_bridge_Border_decide(JNIEnv *env, jclass, jlong context, jbyteArray frame,
                                                           jint size) {
  return shielded<jint>(ONS_TRANSACTION_UNKNOWN, [&] {
    return callbacks::decide(static_cast<uint64_t>(context), Copied(env, frame, size));
  });
}

DECLARED jlong JNICALL Java_io_openons_bridge_Border_readOffset(JNIEnv *env, jclass, jlong context, jbyteArray topic,
                                                                jbyteArray partition) {
  return shielded<jlong>(callbacks::NO_OFFSET, [&] {
    Copied topic_bytes(env, topic), partition_bytes(env, partition);
    return callbacks::read_offset(static_cast<uint64_t>(context), topic_bytes.chars(), partition_bytes.chars());
  });
}

DECLARED void JNICALL Java_io_openons_bridge_Border_writeOffset(JNIEnv *env, jclass, jlong context, jbyteArray topic,
                                                                jbyteArray partition, jlong offset) {
  shielded([&] {
    Copied topic_bytes(env, topic), partition_bytes(env, partition);
    callbacks::write_offset(static_cast<uint64_t>(context), topic_bytes.chars(), partition_bytes.chars(), offset);
  });
}

DECLARED void JNICALL Java_io_openons_bridge_Border_partitionsChanged(JNIEnv *env, jclass, jlong context,
                                                                      jbyteArray topic, jbyteArray names) {
  shielded([&] {
    Copied topic_bytes(env, topic), names_bytes(env, names);
    callbacks::partitions_changed(static_cast<uint64_t>(context), topic_bytes.chars(), names_bytes.chars());
  });
}

DECLARED void JNICALL Java_io_openons_bridge_Border_log(JNIEnv *env, jclass, jbyteArray frame, jint size) {
  shielded([&] { logs().add_frame(Copied(env, frame, size)); });
}

DECLARED void JNICALL Java_io_openons_bridge_Border_release(JNIEnv *, jclass, jlong context) {
  callbacks::release(static_cast<uint64_t>(context));
}

}  // extern "C"

namespace bridge {

void register_natives(JNIEnv *env, jclass type) {
#define NATIVE(name, signature) \
  { const_cast<char *>(#name), const_cast<char *>(signature), \
    reinterpret_cast<void *>(&Java_io_openons_bridge_Border_##name) }
  static const JNINativeMethod NATIVES[] = {
      NATIVE(consume, "(J[BII)I"),         NATIVE(sendEnded, "(J[BI)V"),
      NATIVE(decide, "(J[BI)I"),           NATIVE(readOffset, "(J[B[B)J"),
      NATIVE(writeOffset, "(J[B[BJ)V"),    NATIVE(partitionsChanged, "(J[B[B)V"),
      NATIVE(log, "([BI)V"),               NATIVE(release, "(J)V"),
  };
#undef NATIVE
  env->RegisterNatives(type, NATIVES, static_cast<jint>(std::size(NATIVES)));
}

}  // namespace bridge
