package io.openons.tests.style;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.harness.JavaCommand;
import io.openons.harness.Patience;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: the first program that a newcomer sees works. Method: takes it out of README.md, compiles
 * it and runs it in a process of its own. A failure shows what the newcomer would see.
 */
class ReadmeTest {
  private static final Pattern PROGRAM =
      Pattern.compile("```java\\n(.*?public class (\\w+) .*?)```", Pattern.DOTALL);
  private static final Pattern OUTPUT = Pattern.compile("It prints\\s+`([^`]+)`", Pattern.DOTALL);

  @TempDir private Path folder;

  @Test
  void the_program_of_the_readme_prints_what_the_readme_says_and_ends() throws Exception {
    String readme = Files.readString(Repository.root().resolve("README.md"));
    Matcher program = PROGRAM.matcher(readme);
    Matcher output = OUTPUT.matcher(readme);
    assertThat(program.find()).as("README.md has a program").isTrue();
    assertThat(output.find()).as("README.md says what it prints").isTrue();

    compile(program.group(2), program.group(1));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(
                JavaCommand.executable(),
                "-XX:TieredStopAtLevel=1", // a short program
                "-cp",
                folder + File.pathSeparator + classPath(),
                program.group(2))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();

    try {
      assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS))
          .as(() -> "the program ends; it said %s %s".formatted(read(out), read(err)))
          .isTrue();
      assertThat(read(out).strip()).as(() -> read(err)).isEqualTo(output.group(1));
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  private void compile(String name, String text) throws IOException {
    Path source = Files.writeString(folder.resolve(name + ".java"), text);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options = List.of("-cp", classPath(), "-d", folder.toString(), "-Werror");
      assertThat(
              compiler
                  .getTask(null, files, null, options, null, files.getJavaFileObjects(source))
                  .call())
          .as("it compiles")
          .isTrue();
    }
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
