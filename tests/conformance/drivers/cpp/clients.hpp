// The clients that the runner has opened.
#ifndef CONFORMANCE_CLIENTS_HPP
#define CONFORMANCE_CLIENTS_HPP

#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>

#include "fields.hpp"

namespace conformance {

/// Clients by the name that commands have for them. Safe on any thread.
template <class Client>
class Clients {
 public:
  void add(const Fields& command, std::shared_ptr<Client> client) {
    std::lock_guard<std::mutex> lock(mutex_);
    clients_[command.get("client")] = std::move(client);
  }

  std::shared_ptr<Client> of(const Fields& command) {
    std::lock_guard<std::mutex> lock(mutex_);
    auto client = clients_.find(command.get("client"));
    if (client == clients_.end()) {
      throw std::invalid_argument("there is no client '" + command.get("client") + "'");
    }
    return client->second;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Client>> clients_;
};

}  // namespace conformance

#endif
