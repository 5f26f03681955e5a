package io.openons.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.harness.Patience;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: the packed program starts, makes its file of classes once, and passes on exit codes.
 * Method: the launcher and the jar as processes. A failure means that what is shipped does not run.
 */
class LauncherTest {
  @RegisterExtension static final LiveBroker BROKER = new LiveBroker();

  @TempDir Path folder;

  @Test
  void the_launcher_runs_the_jar_and_keeps_its_classes() throws Exception {
    Path cache = folder.resolve("onsctl.jsa");

    assertThat(run(cache, 0, "--version")).startsWith("onsctl ");
    var made = Files.getLastModifiedTime(cache);
    assertThat(run(cache, 0, "topics", "list", "--json")).contains("\"name\":\"live\"");
    assertThat(run(cache, 2, "topics", "list", "--limit", "0")).contains("error: --limit");
    assertThat(run(cache, 5, "topics", "show", "none")).startsWith("error: ");
    assertThat(Files.getLastModifiedTime(cache)).isEqualTo(made);
    try (var left = Files.list(folder)) {
      assertThat(left.filter(file -> file.toString().contains(".jsa"))).containsExactly(cache);
    }
  }

  private String run(Path cache, int code, String... arguments)
      throws IOException, InterruptedException {
    Path jar;
    try (var jars = Files.newDirectoryStream(Path.of("target"), "onsctl-*-all.jar")) {
      jar = jars.iterator().next();
    }
    List<String> command = new ArrayList<>(List.of("src/main/launcher/onsctl"));
    command.addAll(List.of(arguments));
    Path said = folder.resolve("said");
    ProcessBuilder launcher =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
    launcher.environment().put("JAVA_HOME", System.getProperty("java.home"));
    launcher.environment().put("ONSCTL_JAR", jar.toAbsolutePath().toString());
    launcher.environment().put("ONSCTL_CACHE", cache.toString());
    launcher.environment().putAll(LiveBroker.chief().environment());
    Process process = launcher.start();
    try {
      assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String text = Files.readString(said, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as(text).isEqualTo(code);
    return text;
  }
}
