#ifndef OPENONS_PROPERTIES_HPP
#define OPENONS_PROPERTIES_HPP

#include <onsclient.h>

#include <initializer_list>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "string_view.hpp"

namespace openons {

/// How a client is set up: ONS keys (NAMESRV_ADDR, GROUP_ID, AccessKey...) with their values. The client checks them.
class Properties {
 public:
  Properties() = default;
  Properties(std::initializer_list<std::pair<const std::string, std::string>> entries) : entries_(entries) {}

  Properties& set(std::string key, std::string value) {
    entries_[std::move(key)] = std::move(value);
    return *this;
  }
  Properties& set(std::string key, const char* value) { return set(std::move(key), std::string(value)); }
  Properties& set(std::string key, bool value) { return set(std::move(key), value ? "true" : "false"); }
  Properties& set(std::string key, int value) { return set(std::move(key), std::to_string(value)); }

  /// The value of a key; "" when it is not set.
  std::string get(const std::string& key) const {
    auto entry = entries_.find(key);
    return entry == entries_.end() ? std::string() : entry->second;
  }

  const std::map<std::string, std::string>& entries() const noexcept { return entries_; }

 private:
  std::map<std::string, std::string> entries_;
};

namespace detail {

/// Views of the entries, as the C interface takes them.
inline std::vector<ons_property_t> to_raw(const std::map<std::string, std::string>& entries) {
  std::vector<ons_property_t> raw;
  raw.reserve(entries.size());
  for (const auto& entry : entries) {
    ons_property_t property = {StringView(entry.first).raw(), StringView(entry.second).raw()};
    raw.push_back(property);
  }
  return raw;
}

}  // namespace detail
}  // namespace openons

#endif
