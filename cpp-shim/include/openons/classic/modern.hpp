#ifndef OPENONS_CLASSIC_MODERN_HPP
#define OPENONS_CLASSIC_MODERN_HPP

// The modern classes, which do the work. Their place is named here only.
#include "../openons.hpp"

#endif
