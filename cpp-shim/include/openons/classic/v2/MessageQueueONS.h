#ifndef OPENONS_CLASSIC_V2_MESSAGEQUEUEONS_H
#define OPENONS_CLASSIC_V2_MESSAGEQUEUEONS_H

#include <iomanip>
#include <sstream>

#include "../queue.hpp"
#include "generation.hpp"

// The SDK's header says so, and programs rely on it. A program that does not may switch it off.
#ifndef ONS_NO_USING_NAMESPACE_STD
using namespace std;
#endif

#endif
