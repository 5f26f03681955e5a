// The backend that does real work: the Java client, called through Border.
#pragma once

#include <memory>

#include "clients/backend.h"
#include "clients/options.h"

namespace bridge {

std::unique_ptr<Backend> make_jni_backend(const Options &options);

}  // namespace bridge
