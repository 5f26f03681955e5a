// A client as the interface sees it: its number, kind, life and counters. What it does is its backend's.
#pragma once

#include <atomic>
#include <map>
#include <mutex>

#include "clients/table.h"
#include "clients/usage.h"
#include "frames/bytes.h"
#include "onsclient.h"

namespace bridge {

enum Kind {  // the numbers of the Java side
  PRODUCER = 1,
  ORDER_PRODUCER = 2,
  TRANSACTION_PRODUCER = 3,
  CONSUMER = 4,
  ORDER_CONSUMER = 5,
  BATCH_CONSUMER = 6,
  PULL_CONSUMER = 7
};

const char *name_of(Kind kind);

struct Statistics {
  std::atomic<uint64_t> sent{0}, send_failures{0}, sends_in_flight{0}, received{0}, consumed{0}, consume_failures{0};

  void ended_send(bool stored) {
    --sends_in_flight;
    ++(stored ? sent : send_failures);
  }
  void answered(bool success, uint64_t messages) { (success ? consumed : consume_failures) += messages; }
};

class Client {
 public:
  explicit Client(Kind kind) : kind(kind) {}

  // Counts the frames that a poll gave, and those that `tokens` answer.
  void count_polled(ByteView frames);
  void count_answers(const uint64_t *tokens, const int32_t *results, size_t count);

  const Kind kind;
  ons_client_t number = 0;
  int64_t backend_client = 0;
  std::atomic<bool> events{false};
  std::atomic<bool> has_checker{false};
  Usage calls;
  Usage callbacks;
  Statistics statistics;

 private:
  std::mutex mutex_;
  std::map<uint64_t, uint64_t> batches_;  // of a batch consumer: messages per token, of the latest tokens
};

Table<Client> &clients();

}  // namespace bridge
