#include <gtest/gtest.h>

#include <openons/runtime.hpp>

// The library is opened once in echo mode, and its end is part of the proof.
int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  openons::RuntimeOptions options;
  options.echo = true;
  openons::runtime::open(options);
  int result = RUN_ALL_TESTS();
  openons::runtime::close();
  return result;
}
