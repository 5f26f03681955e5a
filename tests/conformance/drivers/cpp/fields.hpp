// A line of the protocol: a flat JSON object.
#ifndef CONFORMANCE_FIELDS_HPP
#define CONFORMANCE_FIELDS_HPP

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "flat.h"

namespace conformance {

/// A line that was read. Copies are independent.
class Fields {
 public:
  Fields() = default;
  explicit Fields(const std::string& line);

  /// The value of a field; "" when there is none.
  std::string get(const std::string& name) const;
  std::int64_t number(const std::string& name) const;
  /// The bytes of a field in base64.
  std::string bytes(const std::string& name) const;
  /// The fields whose names begin with a prefix, without it.
  std::map<std::string, std::string> below(const std::string& prefix) const;
  /// The same as a line of their own.
  Fields part(const std::string& prefix) const;
  /// The lines of a field.
  std::vector<std::string> lines(const std::string& name) const;

 private:
  std::map<std::string, std::string> values_;
};

/// A line that is being written. Texts without a character are left out.
class Line {
 public:
  Line() = default;
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;
  ~Line() { flat_text_free(&text_); }

  Line& add(const std::string& name, const std::string& value);
  Line& add_number(const std::string& name, std::int64_t value);
  Line& add_truth(const std::string& name, bool value);
  Line& add_bytes(const std::string& name, const std::string& bytes);
  /// Ends the line and gives its text.
  std::string end();

 private:
  flat_text text_ = {nullptr, 0, 0};
};

}  // namespace conformance

#endif
