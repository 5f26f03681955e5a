#ifndef OPENONS_CLASSIC_V3_ONSENVIRONMENTVARIABLEFACTORYPROPERTY_H
#define OPENONS_CLASSIC_V3_ONSENVIRONMENTVARIABLEFACTORYPROPERTY_H

#include <cstdlib>

#include "ONSFactoryProperty.h"

ONS_NAMESPACE_BEGIN

/// Properties with the defaults, in which the environment variables AccessKey, SecretKey, GroupId and NAMESRV_ADDR
/// win over the file; empty ones count as absent.
class ONSEnvironmentVariableFactoryProperty : public ONSFactoryProperty {
 public:
  ONSEnvironmentVariableFactoryProperty() {
    for (const char* key : {AccessKey, SecretKey, GroupId, NAMESRV_ADDR}) {
      const char* value = std::getenv(key);
      if (value != nullptr && *value != '\0') {
        setFactoryProperty(key, value);
      }
    }
  }
};

ONS_NAMESPACE_END

#endif
