#ifndef OPENONS_CLASSIC_V3_MESSAGEQUEUEONS_H
#define OPENONS_CLASSIC_V3_MESSAGEQUEUEONS_H

#include "../queue.hpp"
#include "generation.hpp"

#endif
