package io.openons.client.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

/**
 * Goal: the log file rolls over and survives what file systems do.
 *
 * <p>Method: writes to files that are full, locked or gone.
 *
 * <p>A failure means: the log grows without bound, or stops for good.
 */
class LogFileTest {
  /** Two lines of the tests, not three. */
  private static final int MOST_BYTES = 200;

  @TempDir Path folder;

  private LogFile file(int oldFiles) {
    return new LogFile(folder.resolve("a").resolve("ons-client.log"), Level.INFO, oldFiles, 200);
  }

  private static void write(LogFile file, String text) {
    file.write(Level.INFO, "a.Logger", text, null);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("a"))) {
      return files.map(found -> found.getFileName().toString()).sorted().toList();
    }
  }

  private String text(String name) throws IOException {
    return Files.readString(folder.resolve("a").resolve(name));
  }

  @Test
  void a_line_has_time_level_thread_logger_and_text_and_the_stack_of_what_was_thrown()
      throws IOException {
    LogFile file = file(1);

    file.write(Level.WARN, "a.Logger", "it broke", new IllegalStateException("why"));
    file.close();

    assertThat(text("ons-client.log"))
        .matches(
            "(?s)\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3} WARN \\[.+] a\\.Logger - it broke\\R"
                + "java\\.lang\\.IllegalStateException: why\\R\\tat .*");
  }

  @Test
  @Tag("F-018")
  void only_its_level_and_what_is_graver_is_taken() {
    LogFile file = file(1);

    assertThat(Stream.of(Level.values()).filter(file::takes))
        .containsExactlyInAnyOrder(Level.INFO, Level.WARN, Level.ERROR);
  }

  @Test
  @Tag("F-018")
  void a_full_file_makes_room_and_so_many_old_ones_are_kept() throws IOException {
    LogFile file = file(2);
    for (int i = 0; i < 8; i++) {
      write(file, "line-" + i + "-".repeat(40));
    }
    file.close();

    assertThat(names())
        .containsExactly(
            ".ons-client.log.lock", "ons-client.log", "ons-client.log.1", "ons-client.log.2");
    assertThat(text("ons-client.log")).contains("line-6", "line-7");
    assertThat(text("ons-client.log.1")).contains("line-4", "line-5");
    assertThat(text("ons-client.log.2")).contains("line-2", "line-3");
    assertThat(Files.size(folder.resolve("a").resolve("ons-client.log.1")))
        .isLessThanOrEqualTo(MOST_BYTES);
  }

  @Test
  void a_later_process_goes_on_in_the_same_file() throws IOException {
    LogFile before = file(1);
    write(before, "before");
    before.close();
    LogFile after = file(1);
    write(after, "after");
    after.close();

    assertThat(text("ons-client.log").lines()).hasSize(2);
  }

  @Test
  void two_that_write_to_the_same_file_lose_nothing_when_one_of_them_makes_room()
      throws IOException {
    LogFile one = file(9);
    LogFile other = file(9);
    for (int i = 0; i < 10; i++) {
      write(one, "one-" + i + "-".repeat(40));
      write(other, "other-" + i + "-".repeat(40));
    }
    one.close();
    other.close();

    StringBuilder all = new StringBuilder();
    for (String name : names()) {
      all.append(text(name));
    }
    assertThat(all.toString().lines()).hasSize(20).doesNotHaveDuplicates();
  }

  @Test
  void a_folder_that_cannot_be_written_costs_the_lines_and_nothing_else() throws IOException {
    Files.writeString(folder.resolve("a"), "a file, where the folder should be");
    LogFile file = file(1);
    write(file, "lost");
    Files.delete(folder.resolve("a"));

    write(file, "kept");
    file.close();

    assertThat(text("ons-client.log")).contains("kept").doesNotContain("lost");
  }
}
