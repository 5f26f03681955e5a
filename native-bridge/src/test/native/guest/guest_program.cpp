// A host that ends in the way of its first argument while callbacks run. It opens the library by dlopen, as hosts of
// other languages do.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <future>
#include <iterator>
#include <string>
#include <thread>

#include <dlfcn.h>
#include <fcntl.h>
#include <unistd.h>

#include "onsclient.h"

namespace {

constexpr int CODE = 7;

void *library;

template <typename Function>
Function *find(const char *name) {
  auto *function = reinterpret_cast<Function *>(dlsym(library, name));
  if (function == nullptr) {
    std::fprintf(stderr, "%s\n", dlerror());
    std::_Exit(2);
  }
  return function;
}
#define ONS(function) find<decltype(function)>(#function)

void check(const char *what, ons_status_t status, const ons_error_t &error) {
  if (status == ONS_OK) return;
  std::fprintf(stderr, "%s: %s\n%s\n", what, error.message, error.detail);
  std::_Exit(2);
}

ons_client_t open(decltype(ons_producer_open) *open_client, const char *address) {
  ons_property_t properties[] = {{ONS_STR("NAMESRV_ADDR"), {address, std::strlen(address)}},
                                 {ONS_STR("AccessKey"), ONS_STR("any")},
                                 {ONS_STR("SecretKey"), ONS_STR("any")},
                                 {ONS_STR("GROUP_ID"), ONS_STR("GID_exits")},
                                 // As long as a busy machine may need.
                                 {ONS_STR("ons.startTimeoutMillis"), ONS_STR("60000")},
                                 {ONS_STR("ons.requestTimeoutMillis"), ONS_STR("60000")},
                                 {ONS_STR("SendMsgTimeoutMillis"), ONS_STR("60000")}};
  ons_error_t error = ONS_ERROR_INIT;
  ons_client_t client = 0;
  check("open", open_client(properties, std::size(properties), &client, &error), error);
  return client;
}

void start(ons_client_t client) {
  ons_error_t error = ONS_ERROR_INIT;
  check("start", ONS(ons_client_start)(client, &error), error);
}

ons_message_t hello(const char *topic) {
  ons_message_t message = ONS_MESSAGE_INIT;
  message.topic = {topic, std::strlen(topic)};
  message.body = reinterpret_cast<const uint8_t *>("hello");
  message.body_size = 5;
  return message;
}

void write_line(int file, const std::string &text) {
  std::string line = text + "\n";
  if (write(file, line.data(), line.size()) != static_cast<ssize_t>(line.size())) std::_Exit(3);
}

// Destroyed while the process ends; a callback that came later would use what is gone.
struct Global {
  std::string text = std::string(100, 'x');
  ~Global() { text.assign(200, 'y'); }
} global;

int sent_file, handled_file;
std::atomic<int> handled{0};
std::promise<void> busy;
bool exits_in_callback;

int32_t handle(void *, const ons_message_t *messages, size_t) {
  if (global.text != std::string(100, 'x')) std::abort();
  // One line by one write: what is in the file was said to be handled.
  write_line(handled_file, std::string(messages->message_id.data, messages->message_id.size));
  if (handled.fetch_add(1) == 5) {
    if (exits_in_callback) std::exit(CODE);
    busy.set_value();
  }
  return ONS_CONSUME_SUCCESS;
}

void send_for_ever(ons_client_t producer) {
  auto *send = ONS(ons_producer_send);
  ons_message_t message = hello("host-exits");
  ons_send_result_t result = ONS_SEND_RESULT_INIT;
  while (send(producer, &message, &result, nullptr) == ONS_OK) write_line(sent_file, result.message_id);
}

int use_and_dlclose(const char *address) {
  std::promise<void> used, closed;
  std::thread thread([&] {
    ons_client_t producer = open(ONS(ons_producer_open), address);
    start(producer);
    ons_message_t message = hello("host-dlclose");
    ons_error_t error = ONS_ERROR_INIT;
    check("send", ONS(ons_producer_send)(producer, &message, nullptr, &error), error);
    check("close", ONS(ons_client_close)(producer, &error), error);
    used.set_value();
    closed.get_future().wait();
  });
  used.get_future().wait();
  dlclose(library);
  closed.set_value();
  thread.join();  // at its end the thread leaves the Java machine, by code of the library
  return 0;
}

}  // namespace

int main(int count, char **arguments) {
  if (count < 4) return 2;
  std::string way = arguments[1];
  library = dlopen(arguments[2], RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    std::fprintf(stderr, "%s\n", dlerror());
    return 2;
  }
  if (way == "dlclose") return use_and_dlclose(arguments[3]);
  sent_file = ::open(arguments[4], O_WRONLY | O_CREAT | O_APPEND, 0600);
  handled_file = ::open(arguments[5], O_WRONLY | O_CREAT | O_APPEND, 0600);
  exits_in_callback = way == "callback";
  ons_client_t consumer = open(ONS(ons_consumer_open), arguments[3]);
  ons_client_t producer = open(ONS(ons_producer_open), arguments[3]);
  ons_error_t error = ONS_ERROR_INIT;
  check("subscribe",
        ONS(ons_consumer_subscribe)(consumer, ONS_STR("host-exits"), ONS_STR("*"), ONS_FILTER_TAG, handle, nullptr,
                                    nullptr, &error),
        error);
  start(producer);
  start(consumer);
  for (int i = 0; i < 2; ++i) std::thread(send_for_ever, producer).detach();
  auto wait = busy.get_future();
  if (wait.wait_for(std::chrono::seconds(100)) != std::future_status::ready) return 4;
  if (way == "exit") std::exit(CODE);
  if (way == "thread") {
    std::thread([] { std::exit(CODE); }).detach();
    for (;;) pause();
  }
  return CODE;
}
