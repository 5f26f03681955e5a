// The start cache of this user: classes as Java has loaded them before, made on this machine at the first start.
// Packages carry the names of the classes only (start.classes, beside jars/): a cache fits one machine, and has 36 MB.
#pragma once

#include <string>
#include <vector>

#include "clients/options.h"
#include "jvm/discovery.h"

namespace bridge {

// The options that make Java use the cache, or, while there is none yet, make one in the background (package
// io.openons.bridge.start). None when the program's own options could contradict it, when there is
// no list of classes beside the folder of the jars, and when there is no folder that this user alone can write to.
std::vector<std::string> start_cache_flags(const Options &options, const JavaHome &java,
                                           const std::string &class_path);

}  // namespace bridge
