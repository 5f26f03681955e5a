// What does the work behind the interface: the Java client, or the echo. The functions mirror those of
// io.openons.bridge.Border; each fails with a Failure. Texts are checked already.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "clients/client.h"
#include "frames/bytes.h"
#include "frames/failure.h"

namespace bridge {

// Where a poll puts frames, and what it says of them.
struct Poll {
  uint8_t *buffer;
  size_t capacity;
  size_t size = 0;
  size_t count = 0;
  size_t needed = 0;  // size of the first frame when it does not fit
  int64_t next_offset = 0;
};

struct Accepted {
  size_t count;
  std::optional<Failure> why_not_all;
};

struct PartitionName {
  std::string_view topic, name;
};

class Backend {
 public:
  virtual ~Backend() = default;

  // Contexts name callbacks (callbacks.h). Who is given one releases it, also when the call fails.
  virtual int64_t open(Kind kind, ByteView properties, uint64_t checker) = 0;
  virtual void start(int64_t client) = 0;
  virtual void close(int64_t client) = 0;
  virtual void update_credentials(int64_t client, ByteView properties) = 0;
  virtual Bytes describe(int64_t client) = 0;
  virtual Bytes describe_runtime() = 0;
  virtual void use_events(int64_t client) = 0;

  virtual Bytes send(int64_t client, ByteView frame) = 0;
  virtual void send_async(int64_t client, ByteView frame, uint64_t context) = 0;
  virtual void send_oneway(int64_t client, ByteView frame) = 0;
  virtual Bytes send_batch(int64_t client, ByteView frames, size_t count) = 0;
  virtual Accepted send_frames(int64_t client, ByteView frames) = 0;
  virtual Bytes send_transaction(int64_t client, ByteView frame, uint64_t context) = 0;
  virtual Bytes recall(int64_t client, std::string_view topic, std::string_view handle) = 0;

  virtual void subscribe(int64_t client, std::string_view topic, std::string_view expression, int32_t filter,
                         uint64_t context) = 0;
  virtual void unsubscribe(int64_t client, std::string_view topic) = 0;
  virtual void rate_limit(int64_t client, std::string_view topic, double per_second) = 0;
  virtual void set_offset_store(int64_t client, uint64_t context) = 0;
  // False: closed, and all was taken.
  virtual bool poll(int64_t client, size_t max, int32_t timeout_ms, Poll &poll) = 0;
  virtual void complete(int64_t client, const uint64_t *tokens, const int32_t *results, size_t count) = 0;

  virtual Bytes partitions(int64_t client, std::string_view topic) = 0;
  virtual void assign(int64_t client, ByteView partitions) = 0;
  virtual void watch_partitions(int64_t client, std::string_view topic, uint64_t context) = 0;
  virtual bool pull_poll(int64_t client, int32_t timeout_ms, Poll &poll) = 0;
  virtual void seek(int64_t client, PartitionName partition, int64_t offset) = 0;
  virtual void seek_to_beginning(int64_t client, PartitionName partition) = 0;
  virtual void seek_to_end(int64_t client, PartitionName partition) = 0;
  virtual void pause(int64_t client, ByteView partitions) = 0;
  virtual void resume(int64_t client, ByteView partitions) = 0;
  virtual int64_t offset_for_time(int64_t client, PartitionName partition, int64_t at_ms) = 0;
  virtual int64_t committed(int64_t client, PartitionName partition) = 0;
  virtual void commit(int64_t client) = 0;
  virtual void commit_offset(int64_t client, PartitionName partition, int64_t offset) = 0;
  virtual std::pair<int64_t, int64_t> offset_limits(int64_t client, PartitionName partition) = 0;
  virtual bool fetch(int64_t client, PartitionName partition, std::string_view expression, int64_t offset,
                     uint32_t max, int32_t timeout_ms, Poll &poll) = 0;

  virtual void log_to(int32_t level) = 0;
  // Closes all clients and ends all threads, for good.
  virtual void shutdown() = 0;
  // Frees what the process cannot have twice, or gives up after `limit`. After shutdown, when no call is inside.
  virtual void destroy(std::chrono::milliseconds limit) = 0;
};

}  // namespace bridge
