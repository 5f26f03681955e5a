// Sends three messages in transactions: one commits, one rolls back, one is left to the checker.
// transaction_cpp [address]
#include <openons/openons.hpp>

#include <chrono>
#include <cstdlib>
#include <future>
#include <iostream>
#include <mutex>
#include <string>

int main(int argc, char** argv) try {
  using openons::TransactionStatus;
  openons::Properties properties = {{"NAMESRV_ADDR", argc > 1 ? argv[1] : "127.0.0.1:8081"},
                                    {"AccessKey", "any"},
                                    {"SecretKey", "any"},
                                    {"GROUP_ID", "GID_transaction"},
                                    // As long as a busy machine may need.
                                    {"ons.requestTimeoutMillis", "30000"},
                                    {"SendMsgTimeoutMillis", "30000"}};
  properties.set("CheckImmunityTimeInSeconds", 1);

  std::promise<std::string> checked;
  std::once_flag first;
  auto producer = openons::TransactionProducer::open(properties, [&](const openons::MessageView& half) {
    std::string body = half.body();
    std::call_once(first, [&] { checked.set_value(body); });
    return TransactionStatus::commit;
  });
  producer.start();

  auto commit = [](const openons::MessageView&) { return TransactionStatus::commit; };
  auto rollback = [](const openons::MessageView&) { return TransactionStatus::rollback; };
  auto leave = [](const openons::MessageView&) { return TransactionStatus::unknown; };

  std::cout << "committed " << producer.send({"transaction", "paid"}, commit).message_id << std::endl;
  try {
    producer.send({"transaction", "no money"}, rollback);
  } catch (const openons::RolledBackError& error) {
    std::cout << "rolled back: " << error.what() << std::endl;
  }
  std::cout << "left open " << producer.send({"transaction", "perhaps"}, leave).message_id << std::endl;

  auto asked = checked.get_future();
  if (asked.wait_for(std::chrono::seconds(120)) != std::future_status::ready) {
    std::cerr << "the server did not ask within 120 s\n";
    return EXIT_FAILURE;
  }
  std::cout << "asked about: " << asked.get() << std::endl;
  producer.close();
  openons::runtime::close();
  return EXIT_SUCCESS;
} catch (const openons::Error& error) {
  std::cerr << error.name() << ": " << error.what() << "\n";
  return EXIT_FAILURE;
}
