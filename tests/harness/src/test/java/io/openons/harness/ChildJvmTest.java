package io.openons.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: no server stays behind, and none fails in silence. Method: a JVM of a JVM, whose parent is
 * killed; programs that throw or end. A failure means: runs of tests leave gigabytes in memory.
 */
@Timeout(600)
class ChildJvmTest {
  private static final Duration DEADLINE = Patience.LONG;
  private static final String CLASS_PATH = System.getProperty("java.class.path");

  @TempDir private Path folder;

  /** Starts a child, tells its process id, and stays until it is killed. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] arguments) throws Exception {
      try (ChildJvm child = child(Path.of(arguments[0]))) {
        child.run(DEADLINE, Program.class.getName(), "fine");
        System.out.println(child.pid());
        System.in.read();
      }
    }
  }

  /** Does what it is told. */
  public static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      switch (arguments[0]) {
        case "throw" -> throw new IllegalStateException("as I was told");
        case "exit" -> System.exit(1);
        default -> System.out.println("fine");
      }
    }
  }

  @Test
  void a_child_ends_when_its_parent_is_killed() throws Exception {
    Process parent =
        new ProcessBuilder(
                JavaCommand.executable(),
                "-cp",
                CLASS_PATH,
                Parent.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = parent.inputReader()) {
      ProcessHandle child = ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
      assertThat(child.isAlive()).isTrue();

      parent.destroyForcibly();

      assertThat(child.onExit().get(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(child);
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void a_program_that_throws_or_ends_fails_with_what_it_printed() throws Exception {
    try (ChildJvm child = child(folder)) {
      child.run(DEADLINE, Program.class.getName(), "fine");
      assertThatThrownBy(() -> child.run(DEADLINE, Program.class.getName(), "throw"))
          .hasMessageContainingAll("failed", "as I was told");
      assertThatThrownBy(() -> child.run(DEADLINE, Program.class.getName(), "exit"))
          .hasMessageContaining("ended");
    }
  }

  private static ChildJvm child(Path folder) {
    return new ChildJvm("child", List.of("-Xmx64m"), CLASS_PATH, folder.resolve("child.log"));
  }
}
