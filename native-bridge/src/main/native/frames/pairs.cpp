#include "frames/pairs.h"

#include "frames/failure.h"
#include "frames/text.h"

namespace bridge {

void append_pair(Bytes &packed, std::string_view key, std::string_view value) {
  append(packed, static_cast<uint32_t>(key.size()));
  append(packed, static_cast<uint32_t>(value.size()));
  append(packed, key);
  append(packed, value);
}

Bytes pack(const ons_property_t *properties, size_t count) {
  if (properties == nullptr && count > 0) fail(ONS_E_INVALID, "properties is NULL, count is not 0");
  Bytes packed;
  for (size_t i = 0; i < count; ++i) {
    auto key = text_of(properties[i].key, "a property's key");
    if (key.empty()) fail(ONS_E_INVALID, "property " + std::to_string(i) + " has no key");
    auto value = text_of(properties[i].value, ("the value of property " + std::string(key)).c_str());
    append_pair(packed, key, value);
  }
  return packed;
}

Bytes pack(const ons_partition_t *partitions, size_t count) {
  if (partitions == nullptr && count > 0) fail(ONS_E_INVALID, "partitions is NULL, count is not 0");
  Bytes packed;
  for (size_t i = 0; i < count; ++i) {
    auto topic = text_of(partitions[i].topic, "a partition's topic");
    auto name = text_of(partitions[i].name, "a partition's name");
    if (topic.empty() || name.empty()) {
      fail(ONS_E_INVALID, "partition " + std::to_string(i) + " needs a topic and a name; see ons_pull_partitions");
    }
    append_pair(packed, topic, name);
  }
  return packed;
}

Pairs unpack(ByteView packed) {
  Pairs pairs;
  size_t at = 0;
  while (at + 8 <= packed.size) {
    size_t key = get<uint32_t>(packed.data + at);
    size_t value = get<uint32_t>(packed.data + at + 4);
    at += 8;
    auto text = chars_of(packed);
    pairs.emplace_back(text.substr(at, key), text.substr(at + key, value));
    at += key + value;
  }
  return pairs;
}

}  // namespace bridge
