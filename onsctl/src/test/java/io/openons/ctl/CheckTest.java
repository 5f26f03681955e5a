package io.openons.ctl;

import static io.openons.ctl.LiveBroker.CHIEF_SECRET;
import static io.openons.ctl.LiveBroker.GROUP;
import static io.openons.ctl.LiveBroker.TOPIC;
import static io.openons.ctl.LiveBroker.chief;
import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.OnsBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: what is wrong is found, with what to do. Method: commands at a broker that is well, at
 * ports where none is, and with wrong keys. A failure means that a fault is missed, or a secret is
 * in an archive.
 */
class CheckTest {
  @RegisterExtension static final LiveBroker BROKER = new LiveBroker();

  @TempDir Path folder;

  @Test
  void a_broker_that_is_well_passes_every_check() {
    Cli.Result result = chief().run("doctor", "--topic", TOPIC, "--group", GROUP);

    assertThat(result.code()).as(result.out()).isZero();
    assertThat(result.out())
        .contains("ok    name", "ok    tcp", "ok    tls", "ok    health", "ok    access")
        .contains("ok    disk", "ok    grpc", "ok    remoting", "ok    topic", "ok    group")
        .doesNotContain("fail");
  }

  @Test
  void each_fault_has_a_line_with_what_to_do() {
    Cli.Result nobody = Cli.at("127.0.0.1:1").run("doctor");
    assertThat(nobody.code()).isEqualTo(1);
    assertThat(nobody.out()).containsSubsequence("fail  tcp", "->", "start the broker");
    Cli.Result nowhere = Cli.at("no-such-host.invalid:80").run("doctor");
    assertThat(nowhere.out()).containsSubsequence("fail  name", "->");
    Cli.Result unsigned = Cli.at(LiveBroker.endpoint()).run("doctor");
    assertThat(unsigned.out()).containsSubsequence("fail  access", "->", "--access-key");
    Cli.Result missing = chief().run("doctor", "--topic", "no-topic", "--group", "GID_none");
    assertThat(missing.code()).isEqualTo(1);
    assertThat(missing.out())
        .containsSubsequence("fail  topic", "-> onsctl topics create", "fail  group", "->");
  }

  @Test
  void tls_is_checked_by_the_authority_of_the_broker() {
    try (OnsBroker broker = OnsBroker.start()) {
      Cli cli = Cli.at("https://" + broker.endpoint("http"));
      String authority = broker.dataDir().resolve("tls").resolve("authority.pem").toString();

      assertThat(cli.run("doctor").out()).containsSubsequence("fail  tls", "-> name the broker's");
      assertThat(cli.run("topics", "list").code()).isEqualTo(3);
      Cli.Result trusted = cli.run("doctor", "--ca", authority);
      assertThat(trusted.out()).contains("ok    tls       TLSv1.3");
      assertThat(trusted.code()).isZero();
      assertThat(cli.run("topics", "list", "--ca", authority).code()).isZero();
      assertThat(cli.run("topics", "list", "--ca", "/no/file").code()).isEqualTo(2);
    }
  }

  @Test
  void the_overview_and_the_busiest_are_shown() {
    assertThat(chief().run("overview").out()).contains("topics", "diskUsableBytes", "endpoints");
    Cli.Result top = chief().run("top", "--interval", "100ms", "--times", "2", "--rows", "3");
    assertThat(top.out()).containsSubsequence("clients", "PER SECOND", "LAG", "clients", "LAG");
    assertThat(chief().run("top", "--times", "1", "--json").json()).hasSize(1);
  }

  @Test
  void an_archive_for_a_report_has_everything_but_secrets() throws Exception {
    Path file = folder.resolve("report.zip");

    assertThat(chief().run("diagnose", file.toString()).code()).isZero();
    Map<String, String> parts = new HashMap<>();
    try (ZipFile archive = new ZipFile(file.toFile())) {
      for (var entry : archive.stream().toList()) {
        byte[] bytes = archive.getInputStream(entry).readAllBytes();
        parts.put(entry.getName(), new String(bytes, StandardCharsets.UTF_8));
      }
    }
    assertThat(parts).hasSize(12);
    assertThat(parts.get("topics.json")).contains(TOPIC);
    assertThat(parts.get("metrics.txt")).contains("# TYPE");
    assertThat(parts.values()).noneMatch(text -> text.contains(CHIEF_SECRET));
    assertThat(chief().run("diagnose", file.toString()).code()).isEqualTo(6);
  }
}
