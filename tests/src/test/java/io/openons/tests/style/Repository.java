package io.openons.tests.style;

import io.openons.harness.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The working tree that the tests run in. */
public final class Repository {
  private static final String SCRIPT = "dev";

  private Repository() {}

  /** The folder that holds {@code dev}; tests run in the folder of their module. */
  public static Path root() {
    Path start = Path.of("").toAbsolutePath();
    return Stream.iterate(start, folder -> folder != null, Path::getParent)
        .filter(folder -> Files.isRegularFile(folder.resolve(SCRIPT)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no folder above " + start + " holds " + SCRIPT));
  }

  /**
   * The text files that are or will be tracked, relative to the root. Asks git what to ignore; an
   * export without git has nothing to ignore but what builds make.
   */
  static List<Path> textFiles() throws IOException, InterruptedException {
    Path root = root();
    Stream<Path> files = Files.exists(root.resolve(".git")) ? tracked(root) : exported(root);
    return files.filter(file -> isText(root.resolve(file))).sorted().toList();
  }

  private static Stream<Path> tracked(Path root) throws IOException, InterruptedException {
    Process git =
        new ProcessBuilder(
                "git",
                "-c",
                "safe.directory=*",
                "ls-files",
                "-z",
                "--cached",
                "--others",
                "--exclude-standard")
            .directory(root.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String names = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!git.waitFor(Patience.SECONDS, TimeUnit.SECONDS) || git.exitValue() != 0) {
      throw new IOException("git ls-files failed in " + root + "; its words are on standard error");
    }
    return Arrays.stream(names.split("\0")).map(Path::of);
  }

  private static Stream<Path> exported(Path root) throws IOException {
    try (Stream<Path> tree = Files.walk(root)) {
      List<Path> files =
          tree.map(root::relativize).filter(file -> !file.toString().contains("target/")).toList();
      return files.stream();
    }
  }

  /** Tracked files may be deleted in the working tree; binary ones hold a zero byte. */
  private static boolean isText(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        return false;
      }
      for (byte b : Files.readAllBytes(file)) {
        if (b == 0) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
