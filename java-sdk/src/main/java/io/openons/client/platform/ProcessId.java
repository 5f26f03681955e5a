package io.openons.client.platform;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** The number of this process. */
public final class ProcessId {
  private static final Path SELF = Path.of("/proc/self");

  private ProcessId() {}

  /** Asks Linux, else the management beans, which are slow to load: Java 8 has no other way. */
  public static long get() {
    try {
      if (Files.isSymbolicLink(SELF)) {
        return Long.parseLong(Files.readSymbolicLink(SELF).toString());
      }
    } catch (IOException unreadable) {
      // A closed /proc has no answer; the beans have.
    }
    String name = ManagementFactory.getRuntimeMXBean().getName();
    return Long.parseLong(name.substring(0, name.indexOf('@')));
  }
}
