// Sends one message and receives it.   quickstart_cpp [address]
#include <openons/openons.hpp>

#include <chrono>
#include <cstdlib>
#include <future>
#include <iostream>
#include <mutex>
#include <string>

int main(int argc, char** argv) try {
  const openons::Properties properties = {{"NAMESRV_ADDR", argc > 1 ? argv[1] : "127.0.0.1:8081"},
                                          {"AccessKey", "any"},
                                          {"SecretKey", "any"},
                                          {"GROUP_ID", "GID_quickstart"},
                                          // As long as a busy machine may need.
                                          {"ons.requestTimeoutMillis", "30000"},
                                          {"SendMsgTimeoutMillis", "30000"}};

  // The listener runs on threads of the library; the promise brings its first message here.
  std::promise<std::string> received;
  std::once_flag first;
  auto consumer = openons::Consumer::open(properties);
  consumer.subscribe("quickstart", "*", [&](const openons::MessageView& message) {
    std::call_once(first, [&] { received.set_value(message.body()); });
    return openons::ConsumeResult::success;
  });
  consumer.start();

  auto producer = openons::Producer::open(properties);
  producer.start();
  std::cout << "sent " << producer.send({"quickstart", "hello"}).message_id << std::endl;

  auto body = received.get_future();
  if (body.wait_for(std::chrono::seconds(30)) != std::future_status::ready) {
    std::cerr << "nothing was received within 30 s\n";
    return EXIT_FAILURE;
  }
  std::cout << "received " << body.get() << std::endl;
  consumer.close();
  producer.close();
  openons::runtime::close();
  return EXIT_SUCCESS;
} catch (const openons::Error& error) {
  std::cerr << error.name() << ": " << error.what() << "\n";
  return EXIT_FAILURE;
}
