#include "fields.hpp"

#include <cstdlib>
#include <sstream>
#include <stdexcept>

namespace conformance {

Fields::Fields(const std::string& line) {
  flat parsed = {nullptr, 0};
  if (flat_parse(line.c_str(), &parsed) == 0) {
    throw std::invalid_argument("not a line of the protocol: " + line);
  }
  for (std::size_t i = 0; i < parsed.count; i++) {
    values_[parsed.fields[i].name] = parsed.fields[i].value;
  }
  flat_free(&parsed);
}

std::string Fields::get(const std::string& name) const {
  auto value = values_.find(name);
  return value == values_.end() ? std::string() : value->second;
}

std::int64_t Fields::number(const std::string& name) const { return std::strtoll(get(name).c_str(), nullptr, 10); }

std::string Fields::bytes(const std::string& name) const {
  std::uint8_t* data = nullptr;
  std::size_t size = 0;
  if (flat_decode_base64(get(name).c_str(), &data, &size) == 0) {
    throw std::invalid_argument("the field '" + name + "' is no base64");
  }
  std::string bytes(reinterpret_cast<const char*>(data), size);
  std::free(data);
  return bytes;
}

std::map<std::string, std::string> Fields::below(const std::string& prefix) const {
  std::map<std::string, std::string> below;
  for (auto at = values_.lower_bound(prefix); at != values_.end() && at->first.rfind(prefix, 0) == 0; ++at) {
    below[at->first.substr(prefix.size())] = at->second;
  }
  return below;
}

Fields Fields::part(const std::string& prefix) const {
  Fields part;
  part.values_ = below(prefix);
  return part;
}

std::vector<std::string> Fields::lines(const std::string& name) const {
  std::vector<std::string> lines;
  std::istringstream text(get(name));
  for (std::string line; std::getline(text, line);) {
    lines.push_back(line);
  }
  return lines;
}

Line& Line::add(const std::string& name, const std::string& value) {
  return flat_add(&text_, name.c_str(), value.data(), value.size()), *this;
}

Line& Line::add_number(const std::string& name, std::int64_t value) {
  return flat_add_number(&text_, name.c_str(), value), *this;
}

Line& Line::add_truth(const std::string& name, bool value) {
  return flat_add_truth(&text_, name.c_str(), value ? 1 : 0), *this;
}

Line& Line::add_bytes(const std::string& name, const std::string& bytes) {
  return flat_add_base64(&text_, name.c_str(), reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()),
         *this;
}

std::string Line::end() {
  flat_end(&text_);
  return std::string(text_.data, text_.size);
}

}  // namespace conformance
