#ifndef OPENONS_CLASSIC_GENERATION_HPP
#define OPENONS_CLASSIC_GENERATION_HPP

#include "../agreement.hpp"
#include "ONSClient.h"

ONS_NAMESPACE_BEGIN
namespace detail {

/// Whether the classes are those of 1.x and 2.x or those of 3.0; all files with the same ONS_NAMESPACE have the same.
struct Generation {};

constexpr const char* difference_of_generations =
    "some are for the ONS C++ SDK 1.x or 2.x, some for 3.0; compile all of them for one, see ONS_SDK_VERSION, or those"
    " of one with another namespace, such as -DONS_NAMESPACE=ons3";

}  // namespace detail
ONS_NAMESPACE_END

#endif
