// A program on the modern classes. Compiled by every standard and with either std::string.
#include <openons/openons.hpp>

#include <chrono>
#include <future>
#include <iostream>
#include <string>

int main() try {
  openons::RuntimeOptions options;
  options.echo = true;
  openons::runtime::open(options);
  const openons::Properties properties = {{"NAMESRV_ADDR", "127.0.0.1:8081"}, {"GROUP_ID", "GID_program"}};

  std::promise<std::string> received;
  auto consumer = openons::Consumer::open(properties);
  consumer.subscribe("program", openons::Filter("TagA"), [&](const openons::MessageView& message) {
    received.set_value(message.property("colour"));
    return openons::ConsumeResult::success;
  });
  consumer.start();

  auto producer = openons::Producer::open(properties);
  producer.start();
  auto sent = producer.send_async(openons::Message("program", "body").set_tag("TagA").set_property("colour", "green"));
  std::cout << sent.get().message_id << std::endl;

  auto colour = received.get_future();
  bool good = colour.wait_for(std::chrono::seconds(60)) == std::future_status::ready && colour.get() == "green";
  std::error_code error;
  openons::Producer().send({"program", "body"}, error);
  good = good && error == openons::Status::closed;
  consumer.close();
  producer.close();
  openons::runtime::close();
  return good ? 0 : 1;
} catch (const openons::Error& error) {
  std::cerr << error.name() << ": " << error.what() << "\n";
  return 1;
}
