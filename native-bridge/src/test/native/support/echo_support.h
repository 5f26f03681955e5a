// The library in echo mode, for a whole test program.
#pragma once

#include "support.h"

namespace support {

class EchoTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    ons_runtime_options_t options = ONS_RUNTIME_OPTIONS_INIT;
    options.echo = 1;
    Error error;
    ASSERT_EQ(ONS_OK, ons_runtime_open(&options, &error)) << error.message;
  }

  const Properties none{};
  const Properties group{{"GROUP_ID", "GID_test"}};
};

}  // namespace support
