#include "clients/client.h"

#include "frames/frame.h"

namespace bridge {
namespace {

constexpr size_t MOST_BATCHES = 50000;  // more than a consumer may hold (maxCachedMessageAmount)

}  // namespace

const char *name_of(Kind kind) {
  static const char *const NAMES[] = {"none",     "producer",         "ordered producer", "transaction producer",
                                      "consumer", "ordered consumer", "batch consumer",   "pull consumer"};
  return NAMES[kind];
}

void Client::count_polled(ByteView frames) {
  for (size_t at = 0; at < frames.size;) {
    Frame frame = read_frame(frames, &at);
    if (frame.kind == ONS_FRAME_SEND_RESULT) statistics.ended_send(frame.status == ONS_OK);
    if (frame.kind != ONS_FRAME_MESSAGE) continue;
    ++statistics.received;
    if (kind == BATCH_CONSUMER) {
      std::lock_guard lock(mutex_);
      ++batches_[frame.token];
      // Batches that timed out get no answer. Tokens grow, so the first is the oldest.
      if (batches_.size() > MOST_BATCHES) batches_.erase(batches_.begin());
    }
  }
}

void Client::count_answers(const uint64_t *tokens, const int32_t *results, size_t count) {
  if (kind == TRANSACTION_PRODUCER) return;
  for (size_t i = 0; i < count; ++i) {
    uint64_t messages = 1;
    if (kind == BATCH_CONSUMER) {
      std::lock_guard lock(mutex_);
      auto batch = batches_.extract(tokens[i]);
      messages = batch ? batch.mapped() : 0;
    }
    statistics.answered(results[i] == ONS_CONSUME_SUCCESS, messages);
  }
}

Table<Client> &clients() {
  static auto *table = new Table<Client>;  // never destroyed: threads may come late
  return *table;
}

}  // namespace bridge
