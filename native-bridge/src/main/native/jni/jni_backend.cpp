#include "jni/jni_backend.h"

#include <algorithm>

#include "callbacks/logs.h"
#include "frames/frame.h"
#include "jni/border.h"
#include "jni/env.h"

namespace bridge {
namespace {

constexpr size_t POLL_HEADER = 16;  // u32 count, u32 needed, i64 next offset

// One call of a method of Border: its local references, its arguments, its exception.
class Call {
 public:
  explicit Call(Method method) : env_(attached()), frame_(env_), method_(border().methods[method]) {}

  jbyteArray array(ByteView bytes) {
    auto size = static_cast<jsize>(bytes.size);
    jbyteArray array = env_->NewByteArray(size);
    check_exception(env_);
    env_->SetByteArrayRegion(array, 0, size, reinterpret_cast<const jbyte *>(bytes.data));
    return array;
  }
  jbyteArray array(std::string_view text) {
    return array(ByteView(reinterpret_cast<const uint8_t *>(text.data()), text.size()));
  }

  template <typename... Arguments>
  void run(Arguments... arguments) {
    env_->CallStaticVoidMethod(border().type, method_, arguments...);
    check_exception(env_);
  }

  template <typename... Arguments>
  int64_t number(Arguments... arguments) {
    jlong value = env_->CallStaticLongMethod(border().type, method_, arguments...);
    check_exception(env_);
    return value;
  }

  template <typename... Arguments>
  Bytes bytes(Arguments... arguments) {
    auto array = static_cast<jbyteArray>(object(arguments...));
    if (array == nullptr) return {};
    Bytes bytes(static_cast<size_t>(env_->GetArrayLength(array)));
    env_->GetByteArrayRegion(array, 0, static_cast<jsize>(bytes.size()), reinterpret_cast<jbyte *>(bytes.data()));
    return bytes;
  }

  // A poll: its frames go straight to the host's buffer. False when Java says that there will be no more.
  template <typename... Arguments>
  bool poll(Poll &poll, Arguments... arguments) {
    auto array = static_cast<jbyteArray>(object(arguments...));
    if (array == nullptr) return false;
    uint8_t header[POLL_HEADER];
    env_->GetByteArrayRegion(array, 0, POLL_HEADER, reinterpret_cast<jbyte *>(header));
    check_exception(env_);
    poll.count = get<uint32_t>(header);
    poll.needed = get<uint32_t>(header + 4);
    poll.next_offset = get<int64_t>(header + 8);
    poll.size = static_cast<size_t>(env_->GetArrayLength(array)) - POLL_HEADER;
    if (poll.size > poll.capacity) fail(ONS_E_INTERNAL, "Java gave more than was asked for");
    if (poll.size > 0) {
      env_->GetByteArrayRegion(array, POLL_HEADER, static_cast<jsize>(poll.size),
                               reinterpret_cast<jbyte *>(poll.buffer));
    }
    return true;
  }

  template <typename... Arguments>
  jobject object(Arguments... arguments) {
    jobject result = env_->CallStaticObjectMethod(border().type, method_, arguments...);
    check_exception(env_);
    return result;
  }

  JNIEnv *env() { return env_; }

 private:
  JNIEnv *env_;
  LocalFrame frame_;
  jmethodID method_;
};

jint capacity_of(const Poll &poll) { return static_cast<jint>(std::min<uint64_t>(poll.capacity, LARGEST_FRAME)); }
jint at_most(size_t count) { return static_cast<jint>(std::min<size_t>(count, INT32_MAX)); }
jlong context_of(uint64_t context) { return static_cast<jlong>(context); }

class JniBackend : public Backend {
 public:
  explicit JniBackend(const Options &options) : jvm_(start_jvm(options, load_border)) {
    set_jvm(jvm_.vm);
    Call call(INITIALIZE);
    call.run(call.array(options.wrapper));
  }

  int64_t open(Kind kind, ByteView properties, uint64_t checker) override {
    Call call(OPEN);
    return call.number(static_cast<jint>(kind), call.array(properties), context_of(checker));
  }
  void start(int64_t client) override { Call(START).run(jlong{client}); }
  void close(int64_t client) override { Call(CLOSE).run(jlong{client}); }
  void update_credentials(int64_t client, ByteView properties) override {
    Call call(UPDATE_CREDENTIALS);
    call.run(jlong{client}, call.array(properties));
  }
  Bytes describe(int64_t client) override { return Call(DESCRIBE).bytes(jlong{client}); }
  Bytes describe_runtime() override {
    Bytes text;
    append(text, jvm_.description);
    Bytes more = Call(DESCRIBE_RUNTIME).bytes();
    text.insert(text.end(), more.begin(), more.end());
    if (!text.empty() && text.back() != '\n') text.push_back('\n');
    return text;
  }
  void use_events(int64_t client) override { Call(USE_EVENTS).run(jlong{client}); }

  Bytes send(int64_t client, ByteView frame) override {
    Call call(SEND);
    return call.bytes(jlong{client}, call.array(frame));
  }
  void send_async(int64_t client, ByteView frame, uint64_t context) override {
    Call call(SEND_ASYNC);
    call.run(jlong{client}, call.array(frame), context_of(context));
  }
  void send_oneway(int64_t client, ByteView frame) override {
    Call call(SEND_ONEWAY);
    call.run(jlong{client}, call.array(frame));
  }
  Bytes send_batch(int64_t client, ByteView frames, size_t count) override {
    Call call(SEND_BATCH);
    return call.bytes(jlong{client}, call.array(frames), at_most(count));
  }
  Accepted send_frames(int64_t client, ByteView frames) override {
    Call call(SEND_FRAMES);
    Bytes answer = call.bytes(jlong{client}, call.array(frames));
    if (answer.size() < 4) fail(ONS_E_INTERNAL, "Java did not say how many frames it took");
    Accepted accepted{get<uint32_t>(answer.data()), {}};
    if (size_t at = 4; answer.size() > at) accepted.why_not_all = failure_of(read_frame(answer, &at));
    return accepted;
  }
  Bytes send_transaction(int64_t client, ByteView frame, uint64_t context) override {
    Call call(SEND_TRANSACTION);
    return call.bytes(jlong{client}, call.array(frame), context_of(context));
  }
  Bytes recall(int64_t client, std::string_view topic, std::string_view handle) override {
    Call call(RECALL);
    return call.bytes(jlong{client}, call.array(topic), call.array(handle));
  }

  void subscribe(int64_t client, std::string_view topic, std::string_view expression, int32_t filter,
                 uint64_t context) override {
    Call call(SUBSCRIBE);
    call.run(jlong{client}, call.array(topic), call.array(expression), jint{filter}, context_of(context));
  }
  void unsubscribe(int64_t client, std::string_view topic) override {
    Call call(UNSUBSCRIBE);
    call.run(jlong{client}, call.array(topic));
  }
  void rate_limit(int64_t client, std::string_view topic, double per_second) override {
    Call call(RATE_LIMIT);
    call.run(jlong{client}, call.array(topic), jdouble{per_second});
  }
  void set_offset_store(int64_t client, uint64_t context) override {
    Call(SET_OFFSET_STORE).run(jlong{client}, context_of(context));
  }
  bool poll(int64_t client, size_t max, int32_t timeout_ms, Poll &poll) override {
    return Call(POLL).poll(poll, jlong{client}, at_most(max), jint{timeout_ms}, capacity_of(poll));
  }
  void complete(int64_t client, const uint64_t *tokens, const int32_t *results, size_t count) override {
    Call call(COMPLETE);
    jlongArray token_array = call.env()->NewLongArray(at_most(count));
    check_exception(call.env());
    jintArray result_array = call.env()->NewIntArray(at_most(count));
    check_exception(call.env());
    call.env()->SetLongArrayRegion(token_array, 0, at_most(count), reinterpret_cast<const jlong *>(tokens));
    call.env()->SetIntArrayRegion(result_array, 0, at_most(count), results);
    call.run(jlong{client}, token_array, result_array);
  }

  Bytes partitions(int64_t client, std::string_view topic) override {
    Call call(PARTITIONS);
    return call.bytes(jlong{client}, call.array(topic));
  }
  void assign(int64_t client, ByteView partitions) override {
    Call call(ASSIGN);
    call.run(jlong{client}, call.array(partitions));
  }
  void watch_partitions(int64_t client, std::string_view topic, uint64_t context) override {
    Call call(WATCH_PARTITIONS);
    call.run(jlong{client}, call.array(topic), context_of(context));
  }
  bool pull_poll(int64_t client, int32_t timeout_ms, Poll &poll) override {
    return Call(PULL_POLL).poll(poll, jlong{client}, jint{timeout_ms}, capacity_of(poll));
  }
  void seek(int64_t client, PartitionName partition, int64_t offset) override {
    Call call(SEEK);
    call.run(jlong{client}, call.array(partition.topic), call.array(partition.name), jlong{offset});
  }
  void seek_to_beginning(int64_t client, PartitionName partition) override {
    Call call(SEEK_TO_BEGINNING);
    call.run(jlong{client}, call.array(partition.topic), call.array(partition.name));
  }
  void seek_to_end(int64_t client, PartitionName partition) override {
    Call call(SEEK_TO_END);
    call.run(jlong{client}, call.array(partition.topic), call.array(partition.name));
  }
  void pause(int64_t client, ByteView partitions) override {
    Call call(PAUSE);
    call.run(jlong{client}, call.array(partitions));
  }
  void resume(int64_t client, ByteView partitions) override {
    Call call(RESUME);
    call.run(jlong{client}, call.array(partitions));
  }
  int64_t offset_for_time(int64_t client, PartitionName partition, int64_t at_ms) override {
    Call call(OFFSET_FOR_TIME);
    return call.number(jlong{client}, call.array(partition.topic), call.array(partition.name), jlong{at_ms});
  }
  int64_t committed(int64_t client, PartitionName partition) override {
    Call call(COMMITTED);
    return call.number(jlong{client}, call.array(partition.topic), call.array(partition.name));
  }
  void commit(int64_t client) override { Call(COMMIT).run(jlong{client}); }
  void commit_offset(int64_t client, PartitionName partition, int64_t offset) override {
    Call call(COMMIT_OFFSET);
    call.run(jlong{client}, call.array(partition.topic), call.array(partition.name), jlong{offset});
  }
  std::pair<int64_t, int64_t> offset_limits(int64_t client, PartitionName partition) override {
    Call call(OFFSET_LIMITS);
    auto array = static_cast<jlongArray>(
        call.object(jlong{client}, call.array(partition.topic), call.array(partition.name)));
    jlong limits[2];
    call.env()->GetLongArrayRegion(array, 0, 2, limits);
    check_exception(call.env());
    return {limits[0], limits[1]};
  }
  bool fetch(int64_t client, PartitionName partition, std::string_view expression, int64_t offset, uint32_t max,
             int32_t timeout_ms, Poll &poll) override {
    Call call(FETCH);
    return call.poll(poll, jlong{client}, call.array(partition.topic), call.array(partition.name),
                     call.array(expression), jlong{offset}, static_cast<jint>(max), jint{timeout_ms},
                     capacity_of(poll));
  }

  // Always through Border.log: one queue takes the records of both sides to the host.
  void log_to(int32_t level) override { Call(LOG_TO).run(jint{level}); }
  void shutdown() override { Call(SHUTDOWN).run(); }

  void destroy(std::chrono::milliseconds limit) override {
    if (!jvm_.ours) return;
    // The JVM would wait for these for ever.
    std::string lasting = lasting_threads(attached());
    if (!lasting.empty()) {
      logs().add(ONS_LOG_WARN, "the Java runtime is left running: it has threads that are not daemons: " + lasting);
      return;
    }
    forget_jvm();
    end_jvm(jvm_, limit);
  }

 private:
  const Jvm jvm_;
};

}  // namespace

std::unique_ptr<Backend> make_jni_backend(const Options &options) { return std::make_unique<JniBackend>(options); }

}  // namespace bridge
