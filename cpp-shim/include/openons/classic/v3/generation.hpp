#ifndef OPENONS_CLASSIC_V3_GENERATION_HPP
#define OPENONS_CLASSIC_V3_GENERATION_HPP

#ifdef OPENONS_CLASSIC_V2_GENERATION_HPP
#error "This file includes headers of the ONS C++ SDK 3.0 and of 1.x or 2.x, which have the same names; choose one"
#endif

#include "../generation.hpp"

ONS_NAMESPACE_BEGIN
namespace detail {
static const openons::detail::Agreement<Generation> agreement_on_generation(3, difference_of_generations);
}  // namespace detail
ONS_NAMESPACE_END

#endif
