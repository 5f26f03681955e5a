// The styles of 3.0, one after the other.   styles3 ADDRESS
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
  run("two threads", style_of_two_threads);
  run("early listeners", style_of_early_listeners);
  run("settings", style_of_settings);
  return good ? 0 : 1;
}
