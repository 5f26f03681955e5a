package io.openons.ctl;

import static io.openons.ctl.LiveBroker.CHIEF_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a broker and its keys have a name, and nobody else reads them. Method: commands with a file
 * of contexts of their own. A failure means the wrong broker, or a secret that is seen.
 */
class ContextTest {
  @RegisterExtension static final LiveBroker BROKER = new LiveBroker();

  @TempDir Path folder;
  private Path file;
  private Cli cli;

  @BeforeEach
  void choose_a_file() {
    file = folder.resolve("new").resolve("contexts.json");
    cli = new Cli(Map.of("ONSCTL_CONTEXTS", file.toString()), "", false);
  }

  private Cli.Result add(String name) {
    return cli.as("chief", CHIEF_SECRET)
        .run("context", "add", name, "--server", LiveBroker.endpoint());
  }

  @Test
  void the_first_context_is_used_and_its_file_is_for_its_owner_only() throws Exception {
    assertThat(add("dev").out()).startsWith("added context dev");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(cli.run("whoami").out()).contains("chief");

    cli.run("context", "add", "other", "--server", "127.0.0.1:1");
    assertThat(cli.run("whoami", "--context", "other").code()).isEqualTo(3);
    assertThat(cli.run("context", "use", "other").code()).isZero();
    assertThat(cli.run("whoami").code()).isEqualTo(3);
    // An address on the command line has not the keys of any context.
    assertThat(cli.run("topics", "list", "--server", LiveBroker.endpoint()).code()).isEqualTo(4);
    var listed = cli.run("context", "list");
    assertThat(listed.out()).containsSubsequence("dev", "chief", "other", "true");
    assertThat(listed.out()).doesNotContain(CHIEF_SECRET);
    assertThat(cli.run("context", "remove", "other").code()).isZero();
    assertThat(cli.run("context", "use", "other").code()).isEqualTo(5);
  }

  @Test
  void a_secret_key_is_asked_for() {
    Cli.Result result =
        cli.run("context", "add", "dev", "--server", "127.0.0.1:1", "--access-key", "chief");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("--secret-key");
  }

  @Test
  void a_file_that_others_read_or_that_is_damaged_is_refused() throws Exception {
    add("dev");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(cli.run("context", "list").err()).contains("chmod 600");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(file, "{\n\"current\": ");
    Cli.Result damaged = cli.run("whoami");
    assertThat(damaged.code()).isEqualTo(2);
    assertThat(damaged.err()).contains("is damaged: line 2");
  }

  @Test
  void names_and_addresses_that_are_none_are_refused() {
    assertThat(cli.run("context", "add", "a/b", "--server", "x").code()).isEqualTo(2);
    assertThat(cli.run("context", "add", "a").code()).isEqualTo(2);
    for (String address : new String[] {"ftp://a", "http://a/b", "http://u:p@a", "a b", ""}) {
      Cli.Result result = cli.run("whoami", "--server", address);
      assertThat(result.code()).as(address).isEqualTo(2);
      assertThat(result.err()).contains("write HOST:PORT");
    }
    assertThat(cli.run("whoami", "--server", "a", "--context", "b").code()).isEqualTo(2);
    assertThat(cli.run("whoami", "--timeout", "2h").code()).isEqualTo(2);
  }
}
