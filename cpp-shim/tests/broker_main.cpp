// Runs the tests against a real broker, in a process of its own; environment: ONS_TEST_BROKER_JAR, ONS_TEST_JAVA_HOME.
#include <gtest/gtest.h>

#include <memory>
#include <openons/runtime.hpp>

#include "broker_support.hpp"

namespace {

std::unique_ptr<support::Broker> started;

}  // namespace

support::Broker& support::broker() { return *started; }

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  if (testing::GTEST_FLAG(list_tests)) {
    return RUN_ALL_TESTS();
  }
  started.reset(new support::Broker);
  int result = RUN_ALL_TESTS();
  openons::runtime::close();
  started.reset();
  return result;
}
