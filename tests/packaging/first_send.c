/*
 * Measures what the library costs a program that has nothing else: first_send LIBRARY ADDRESS
 * Prints the milliseconds from loading the library to the first acknowledged send, and the MiB of memory added by then.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <onsclient.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* A line of this process's memory account, such as "Rss:", in MiB. */
static double memory_mib(const char *name) {
  FILE *account = fopen("/proc/self/smaps_rollup", "r");
  char line[256];
  long kib = 0;
  if (account == NULL) return 0;
  while (fgets(line, sizeof line, account) != NULL) {
    if (strncmp(line, name, strlen(name)) == 0) kib = atol(line + strlen(name));
  }
  fclose(account);
  return (double)kib / 1024;
}

static void *library;

static void *function(const char *name) {
  void *found = library == NULL ? NULL : dlsym(library, name);
  if (found != NULL) return found;
  fprintf(stderr, "first_send: %s\n", dlerror());
  exit(EXIT_FAILURE);
}

/* The function of the loaded library that the header declares. */
#define CALL(name) ((__typeof__(&name))function(#name))

static ons_error_t error = ONS_ERROR_INIT;

static void check(ons_status_t status) {
  if (status == ONS_OK) return;
  fprintf(stderr, "first_send: %s: %s\n", error.name, error.message);
  exit(EXIT_FAILURE);
}

int main(int argc, char **argv) {
  if (argc != 3) {
    fprintf(stderr, "usage: first_send LIBRARY ADDRESS\n");
    return EXIT_FAILURE;
  }
  const ons_property_t properties[] = {{ONS_STR("NAMESRV_ADDR"), {argv[2], strlen(argv[2])}},
                                       {ONS_STR("AccessKey"), ONS_STR("any")},
                                       {ONS_STR("SecretKey"), ONS_STR("any")}};
  ons_message_t message = ONS_MESSAGE_INIT;
  message.topic = ONS_STR("first-send");
  message.body = (const uint8_t *)"hello";
  message.body_size = 5;
  double rss = memory_mib("Rss:"), pss = memory_mib("Pss:"), dirty = memory_mib("Private_Dirty:"), start = now_ms();

  library = dlopen(argv[1], RTLD_NOW);
  ons_client_t producer;
  check(CALL(ons_producer_open)(properties, sizeof properties / sizeof *properties, &producer, &error));
  check(CALL(ons_client_start)(producer, &error));
  check(CALL(ons_producer_send)(producer, &message, NULL, &error));

  double took = now_ms() - start;
  printf("first send after %.0f ms, MiB added: RSS %.1f, PSS %.1f, private %.1f\n", took, memory_mib("Rss:") - rss,
         memory_mib("Pss:") - pss, memory_mib("Private_Dirty:") - dirty);
  check(CALL(ons_client_close)(producer, &error));
  check(CALL(ons_runtime_close)(5000, &error));
  return EXIT_SUCCESS;
}
