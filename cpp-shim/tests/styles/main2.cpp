// The styles of 1.x and 2.x, one after the other.   styles2 ADDRESS
#include <cstdio>

#include "styles.hpp"

int main(int count, char** arguments) {
  const char* address = count > 1 ? arguments[1] : "127.0.0.1:8081";
  bool good = true;
  auto run = [&](const char* name, bool (*style)(const char*)) {
    bool went_well = style(address);
    std::printf("%s %s\n", name, went_well ? "went well" : "failed");
    good = good && went_well;
  };
  run("extension", style_of_extension);
  run("wrapped listener", style_of_wrapped_listener);
  run("adapter", style_of_adapter);
  run("C functions", style_of_c_functions);
  run("header only", style_of_header_only);
  return good ? 0 : 1;
}
