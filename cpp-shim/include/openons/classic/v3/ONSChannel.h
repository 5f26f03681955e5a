#ifndef OPENONS_CLASSIC_V3_ONSCHANNEL_H
#define OPENONS_CLASSIC_V3_ONSCHANNEL_H

#include <cstdint>

#include "generation.hpp"

ONS_NAMESPACE_BEGIN

/// Which cloud a program belongs to. Only says whether keys must be set: on ALIYUN, the default, they must.
enum class ONSChannel : std::uint8_t { CLOUD = 0, ALIYUN = 1, ALL = 2, LOCAL = 3, INNER = 4 };

ONS_NAMESPACE_END

#endif
