// Packed pairs: u32 key size, u32 value size, key, value, each. Properties and partitions cross the border so.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "frames/bytes.h"
#include "onsclient.h"

namespace bridge {

using Pairs = std::vector<std::pair<std::string, std::string>>;

void append_pair(Bytes &packed, std::string_view key, std::string_view value);

// The caller's properties or partitions, checked.
Bytes pack(const ons_property_t *properties, size_t count);
Bytes pack(const ons_partition_t *partitions, size_t count);

Pairs unpack(ByteView packed);

}  // namespace bridge
