package io.openons.broker.server.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.openons.broker.core.api.PageRequest;
import io.openons.broker.core.api.Scheduler;
import io.openons.broker.server.http.call.Request;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: what operators did can be told a week later. Method: a clock that the test moves, and the
 * files. A failure means that nobody knows who it was.
 */
class AuditTest {
  @TempDir Path folder;
  private Instant now = Instant.parse("2026-01-30T23:59:59Z");

  /** Does at once what is to be done soon. */
  private static final Scheduler AT_ONCE =
      new Scheduler() {
        @Override
        public long elapsed() {
          return 0;
        }

        @Override
        public void background(Runnable task) {
          task.run();
        }

        @Override
        public Task after(long millis, Runnable task) {
          throw new UnsupportedOperationException();
        }
      };

  private Audit open() {
    return new Audit(folder, () -> now, AT_ONCE);
  }

  private static void delete(Audit audit, String path) {
    Request request =
        Request.of(
            "DELETE",
            path,
            EmptyHttpHeaders.INSTANCE,
            new byte[0],
            new InetSocketAddress("127.0.0.1", 1),
            false);
    audit.add(request, null, 204, null);
  }

  private static Stream<String> actions(Audit audit) {
    return audit.list(PageRequest.first(100)).items().stream().map(AuditEntry::action);
  }

  @Test
  void entries_of_before_a_restart_are_there_and_a_torn_one_is_passed_over() throws Exception {
    delete(open(), "/a");
    Files.writeString(folder.resolve("2026-01-30.jsonl"), "{\"numb", StandardOpenOption.APPEND);
    now = now.plusSeconds(2);
    Audit again = open();
    delete(again, "/b");

    assertThat(actions(again)).containsExactly("DELETE /b", "DELETE /a");
    var first = again.list(PageRequest.first(1));
    assertThat(again.list(PageRequest.after(first.next(), 1)).items())
        .singleElement()
        .satisfies(entry -> assertThat(entry.action()).isEqualTo("DELETE /a"));
  }

  @Test
  void after_seven_days_an_entry_is_gone() throws Exception {
    delete(open(), "/a");
    Files.writeString(folder.resolve("notes.txt"), "mine");
    now = now.plus(Duration.ofDays(AuditFolder.DAYS - 1));
    delete(open(), "/b");
    assertThat(actions(open())).containsExactly("DELETE /b", "DELETE /a");
    now = now.plus(Duration.ofDays(1));
    delete(open(), "/c");

    assertThat(actions(open())).containsExactly("DELETE /c", "DELETE /b");
    assertThat(folder.resolve("notes.txt")).exists();
  }

  @Test
  void a_disk_that_fails_keeps_nobody_from_working() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    Audit audit = new Audit(file, () -> now, AT_ONCE);

    delete(audit, "/a");

    assertThat(actions(audit)).containsExactly("DELETE /a");
  }
}
