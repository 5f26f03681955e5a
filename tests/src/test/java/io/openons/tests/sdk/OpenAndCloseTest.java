package io.openons.tests.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openservices.ons.api.Admin;
import io.grpc.netty.shaded.io.netty.util.internal.PlatformDependent;
import io.openons.harness.Patience;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a client that was shut down leaves nothing behind.
 *
 * <p>Method: 1,000 clients, one after the other, so that each time the last client of the process
 * ends; then counts what the process holds, the broker in it included. The first clients are not
 * counted: they make what stays for good.
 *
 * <p>A failure means: a server that makes clients again and again runs out of what grew.
 */
class OpenAndCloseTest {
  private static final int CLIENTS = 1_000;

  /** The JVM's own files, and a connection that is just ending; a leak would be hundreds. */
  private static final int FILE_NOISE = 5;

  private static final int FIRST_CLIENTS = 200;
  private static final Predicate<String> CLIENT_THREAD =
      Pattern.compile("ons-(io|timer|callback|consume.*)-\\d+").asMatchPredicate();

  /** 900 clients that each leave 5 KiB would exceed it; noise is a tenth of it. */
  private static final long MEMORY_NOISE = 4 << 20;

  @RegisterExtension static final SdkFixture sdk = new SdkFixture();
  @TempDir private Path offsets;

  /** What a process holds, in numbers. */
  private record Holdings(Set<String> threads, long files, long heap, long direct, long netty) {
    private static Holdings now() throws IOException {
      System.gc();
      return new Holdings(
          ownThreads(),
          openFiles(),
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
          ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
              .mapToLong(BufferPoolMXBean::getMemoryUsed)
              .sum(),
          PlatformDependent.usedDirectMemory());
    }

    /** Those of clients and of the broker; libraries' shared ones end when they like. */
    private static Set<String> ownThreads() {
      return Thread.getAllStackTraces().keySet().stream()
          .map(Thread::getName)
          .filter(name -> name.startsWith("ons-"))
          .collect(Collectors.toCollection(TreeSet::new));
    }

    private static long openFiles() throws IOException {
      try (var files = Files.list(Path.of("/proc/self/fd"))) {
        return files.count();
      }
    }

    /** The broker's end of a connection is closed a moment after the client's. */
    private static Holdings settled(long files) throws IOException {
      long deadline = System.nanoTime() + Patience.LONG.toNanos();
      while ((openFiles() > files || ownThreads().stream().anyMatch(CLIENT_THREAD))
          && System.nanoTime() < deadline) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
      }
      return now();
    }
  }

  private void openAndClose(int clients) {
    ClientKind[] kinds = ClientKind.values();
    for (int i = 0; i < clients; i++) {
      ClientKind kind = kinds[i % kinds.length];
      Properties properties =
          sdk.properties("GID_" + kind, "ons.offsetsFolder", offsets.toString());
      try (Admin client = kind.create(properties)) {
        client.start();
        kind.use(client);
      }
    }
  }

  @Test
  @Tag("F-005")
  @EnabledOnOs(OS.LINUX) // counts open files in /proc
  void a_thousand_clients_of_all_kinds_leave_no_thread_socket_or_memory() throws Exception {
    openAndClose(FIRST_CLIENTS);
    Holdings before = Holdings.settled(Long.MAX_VALUE);

    openAndClose(CLIENTS);

    Holdings after = Holdings.settled(before.files());
    assertThat(after.threads()).noneMatch(CLIENT_THREAD).isEqualTo(before.threads());
    assertThat(after.files()).as("open files").isLessThanOrEqualTo(before.files() + FILE_NOISE);
    assertThat(after.heap()).as("heap").isLessThan(before.heap() + MEMORY_NOISE);
    assertThat(after.direct()).as("buffers").isLessThan(before.direct() + MEMORY_NOISE);
    assertThat(after.netty()).as("network buffers").isLessThan(before.netty() + MEMORY_NOISE);
  }
}
