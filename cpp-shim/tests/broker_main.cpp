// Runs the tests against a real broker, in a process of its own; environment: ONS_TEST_BROKER_JAR, ONS_TEST_JAVA_HOME.
#include <gtest/gtest.h>

#include <memory>
#include <openons/runtime.hpp>

#include "broker_support.hpp"

namespace {

std::unique_ptr<support::Broker> running;

}  // namespace

support::Broker& support::broker() { return *running; }

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  running.reset(new support::Broker);
  int result = RUN_ALL_TESTS();
  openons::runtime::close();
  running.reset();
  return result;
}
