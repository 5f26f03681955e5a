// A tour: tags and keys, properties, waiting, futures, one-way, batches, delay and recall, errors, pulling, statistics.
// walkthrough_cpp [address]
#include <openons/openons.hpp>

#include <chrono>
#include <cstdlib>
#include <future>
#include <iostream>
#include <set>
#include <string>
#include <vector>

namespace {

const char topic[] = "walkthrough";

void send_in_every_way(openons::Producer& producer) {
  openons::Message message(topic, "with everything");
  message.set_tag("TagA").set_key("key-1 key-2").set_property("colour", "green");
  std::cout << "sent " << producer.send(message).message_id << std::endl;

  std::vector<std::future<openons::SendResult>> pending;
  for (int i = 0; i < 10; i++) {
    pending.push_back(producer.send_async(openons::Message(topic, "async " + std::to_string(i)).set_tag("TagB")));
  }
  for (auto& future : pending) {
    future.get();
  }
  std::cout << "sent 10 at once" << std::endl;

  producer.send_oneway({topic, "one-way"});

  for (const auto& outcome : producer.send_batch({{topic, "batch 1"}, {topic, "batch 2"}})) {
    std::cout << "batch: " << (outcome ? outcome.value().message_id : outcome.error().what()) << std::endl;
  }
}

void delay_and_recall(openons::Producer& producer) {
  auto sent = producer.send(openons::Message(topic, "never seen").deliver_after(std::chrono::hours(1)));
  std::cout << "recalled " << producer.recall(topic, sent.recall_handle) << std::endl;
}

void fail_in_both_ways(openons::Producer& producer) {
  try {
    producer.send({"no such topic!", "lost"});
  } catch (const openons::InvalidError& error) {
    std::cout << error.name() << ": " << error.what() << std::endl;
  }
  std::error_code error;
  producer.send({"no such topic!", "lost"}, error);
  std::cout << error.category().name() << ": " << error.message() << std::endl;
}

// Reads all that the queues hold, at most for 30 s.
std::size_t pull_all(openons::PullConsumer& consumer, std::size_t expected) {
  auto partitions = consumer.partitions(topic);
  consumer.assign(partitions);
  for (const auto& partition : partitions) {
    consumer.seek_to_beginning(partition);
  }
  std::set<std::string> ids;
  auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (ids.size() < expected && std::chrono::steady_clock::now() < end) {
    for (const auto& message : consumer.poll(std::chrono::seconds(1))) {
      ids.insert(message.message_id());
    }
  }
  consumer.commit();
  return ids.size();
}

}  // namespace

int main(int argc, char** argv) try {
  const openons::Properties properties = {{"NAMESRV_ADDR", argc > 1 ? argv[1] : "127.0.0.1:8081"},
                                          {"AccessKey", "any"},
                                          {"SecretKey", "any"},
                                          {"GROUP_ID", "GID_walkthrough"},
                                          // As long as a busy machine may need.
                                          {"ons.requestTimeoutMillis", "30000"},
                                          {"SendMsgTimeoutMillis", "30000"}};
  std::cout << "libonsclient " << openons::runtime::version() << std::endl;
  auto producer = openons::Producer::open(properties);
  producer.start();
  send_in_every_way(producer);
  delay_and_recall(producer);
  fail_in_both_ways(producer);

  auto consumer = openons::PullConsumer::open(properties);
  consumer.start();
  std::cout << "pulled " << pull_all(consumer, 13) << " messages" << std::endl;
  std::cout << producer.describe() << std::endl;
  std::cout << producer.statistics().sent << " sent" << std::endl;
  consumer.close();
  producer.close();
  openons::runtime::close();
  return EXIT_SUCCESS;
} catch (const openons::Error& error) {
  std::cerr << error.name() << ": " << error.what() << "\n";
  return EXIT_FAILURE;
}
