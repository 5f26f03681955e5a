package io.openons.broker.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.core.VirtualTime;
import io.openons.broker.core.access.SignatureDates;
import io.openons.broker.store.DataFolder;
import io.openons.broker.store.Fsck;
import io.openons.broker.store.Journal;
import io.openons.broker.store.StoreOptions;
import io.openons.broker.store.disk.NioDisk;
import io.openons.broker.store.disk.StoreException;
import io.openons.broker.store.log.FlushMode;
import io.openons.broker.store.log.Retention;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: fsck and a start agree about the files beside the store, and what clients trust is replaced
 * only when an operator has deleted it. Method: a table of damages, done to copies of the TLS
 * files, the users file and the resources file; rights in a process that has none of root's. A
 * failure means clients that are locked out, or an operator who is told that a broken file is fine.
 */
class FilesDamageTest {
  private static final int SEGMENT = 8 << 10;
  private static final StoreOptions OPTIONS =
      new StoreOptions(SEGMENT, FlushMode.ASYNC, Retention.DEFAULT, 1);
  private static final Set<String> NAMES = Set.of("localhost");
  private static final String USERS =
      """
      {"users": [{"accessKey": "shop", "secretKey": "secret", "topics": {"orders": "both"}}]}
      """;
  private static final String RESOURCES =
      """
      {"topics": {"orders": {"queues": 2}}}
      """;

  @TempDir static Path originals;
  @TempDir Path parent;

  @BeforeAll
  static void make() throws Exception {
    make(originals.resolve("one"));
    make(originals.resolve("other"));
  }

  private static void make(Path folder) throws Exception {
    try (DataFolder data = DataFolder.open(folder.resolve("data"))) {
      Journal.open(data, new NioDisk(), OPTIONS, InstantSource.system()).close();
    }
    new OwnAuthority(folder.resolve("data/tls")).ensure(NAMES);
    copy(folder.resolve("data/tls/certificate.pem"), folder.resolve("given.pem"));
    copy(folder.resolve("data/tls/key.pem"), folder.resolve("given-key.pem"));
    Files.writeString(folder.resolve("users.json"), USERS);
    Files.writeString(folder.resolve("resources.json"), RESOURCES);
  }

  /** A broker's files, and how it starts. */
  private record Setup(Path folder, boolean isGiven) {
    /** Returns the lines of fsck. */
    List<String> fsck() {
      List<String> report = new ArrayList<>();
      try {
        Path data = folder.resolve("data");
        boolean isSound =
            Fsck.run(
                data,
                new NioDisk(),
                SEGMENT,
                false,
                FilesCheck.faults(
                    data,
                    isGiven ? folder.resolve("given.pem") : null,
                    isGiven ? folder.resolve("given-key.pem") : null,
                    folder.resolve("users.json"),
                    folder.resolve("resources.json")),
                report::add);
        assertThat(isSound).as("%s", report).isEqualTo(report.contains("0 faults"));
      } catch (StoreException e) {
        report.add("a start is refused: " + e.getMessage());
      }
      return report;
    }

    /** Does what a start does with the files. Returns why it is refused; null when it goes on. */
    String start() {
      try (DataFolder data = DataFolder.open(folder.resolve("data"))) {
        Journal.open(data, new NioDisk(), OPTIONS, InstantSource.system()).close();
        if (isGiven) {
          TlsIdentity.given(folder.resolve("given.pem"), folder.resolve("given-key.pem")).close();
        }
        ResourcesFile.read(folder.resolve("resources.json"));
        VirtualTime time = new VirtualTime();
        UsersFile.follow(
            folder.resolve("users.json"), new SignatureDates(time, Duration.ZERO, true), time);
        return null;
      } catch (StoreException | TlsException | ConfigurationException e) {
        return e.getMessage();
      }
    }

    /** Returns why a broker that started cannot serve TLS; null when it can. */
    String tls() {
      try (TlsIdentity identity = TlsIdentity.own(folder.resolve("data/tls"), NAMES)) {
        identity.context().orTimeout(60, TimeUnit.SECONDS).join();
        return null;
      } catch (CompletionException e) {
        return e.getCause().getMessage();
      }
    }
  }

  @ParameterizedTest(name = "{0} {1}: fsck finds \"{2}\", TLS is {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nothing           | -         | 0 faults                                       | served
          .                 | missing   | 0 faults                                       | served
          authority.pem     | missing   | authority.pem is missing; restore it           | not served
          authority.pem     | empty     | authority.pem cannot be used                   | not served
          authority.pem     | cut       | authority.pem cannot be used                   | not served
          authority.pem     | longer    | 0 faults                                       | served
          authority.pem     | one bit   | authority.pem                                  | not served
          authority.pem     | a folder  | authority.pem is a folder where a file belongs | not served
          authority.pem     | another's | authority-key.pem is the key of another        | not served
          authority-key.pem | missing   | authority-key.pem is missing; restore it       | not served
          authority-key.pem | empty     | authority-key.pem cannot be used               | not served
          authority-key.pem | cut       | authority-key.pem cannot be used               | not served
          authority-key.pem | longer    | 0 faults                                       | served
          authority-key.pem | one bit   | authority-key.pem                              | not served
          authority-key.pem | a folder  | authority-key.pem is a folder where a file     | not served
          authority-key.pem | another's | authority-key.pem is the key of another        | not served
          certificate.pem   | missing   | certificate.pem is missing; the next start     | served
          certificate.pem   | empty     | certificate.pem cannot be used                 | served
          certificate.pem   | cut       | certificate.pem                                | served
          certificate.pem   | longer    | 0 faults                                       | served
          certificate.pem   | one bit   | certificate.pem                                | served
          certificate.pem   | a folder  | certificate.pem is a folder where a file       | not served
          certificate.pem   | another's | certificate.pem is damaged or of another       | served
          key.pem           | missing   | key.pem is missing; the next start             | served
          key.pem           | empty     | key.pem cannot be used                         | served
          key.pem           | cut       | key.pem cannot be used                         | served
          key.pem           | longer    | 0 faults                                       | served
          key.pem           | one bit   | key.pem                                        | served
          key.pem           | a folder  | key.pem is a folder where a file belongs       | not served
          key.pem           | another's | key.pem is the key of another certificate      | served
          """)
  void fsck_and_a_start_agree_about_the_brokers_own_tls_files(
      String file, String damage, String text, String tls) throws IOException {
    Setup broker = new Setup(copy(originals.resolve("one"), parent.resolve("one")), false);
    damage(broker, "data/tls/" + file, damage);
    Map<String, String> before = content(parent);

    List<String> report = broker.fsck();

    assertThat(content(parent)).as("after fsck").isEqualTo(before);
    assertThat(report).anyMatch(line -> line.contains(text)).contains("a start goes on");
    assertThat(broker.start()).isNull();
    String failure = broker.tls();
    assertThat(failure == null ? "served" : "not served").as("%s", failure).isEqualTo(tls);
    if (failure == null) {
      assertThat(broker.fsck()).contains("0 faults");
    } else {
      assertThat(report).contains("TLS cannot be served: " + failure);
    }
    if (!file.equals(".")) {
      assertThat(content(parent.resolve("one/data/tls")))
          .as("the authority that clients trust")
          .containsAllEntriesOf(authority(before));
    }
  }

  private static Map<String, String> authority(Map<String, String> all) {
    Map<String, String> found = new TreeMap<>();
    all.forEach(
        (name, content) -> {
          if (name.startsWith("one/data/tls/authority")) {
            found.put(name.substring("one/data/tls/".length()), content);
          }
        });
    return found;
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nothing        | -         |
          given.pem      | missing   | given.pem is missing
          given.pem      | empty     | given.pem cannot be used
          given.pem      | longer    |
          given.pem      | a folder  | given.pem is a folder where a file belongs
          given.pem      | another's | given-key.pem cannot be used (it is the key of another certificate)
          given-key.pem  | missing   | given-key.pem is missing
          given-key.pem  | empty     | given-key.pem cannot be used (it holds no 'PRIVATE KEY' in PKCS#8)
          given-key.pem  | cut       | given-key.pem cannot be used (it holds no 'PRIVATE KEY' in PKCS#8)
          given-key.pem  | one bit   | given-key.pem cannot be used
          given-key.pem  | a folder  | given-key.pem is a folder where a file belongs
          given-key.pem  | another's | given-key.pem cannot be used (it is the key of another certificate)
          users.json     | missing   | users.json does not exist; create it or pass another path
          users.json     | empty     | users.json, line 1: must be
          users.json     | cut       | is not JSON; check quotes, commas and brackets
          users.json     | longer    | users.json
          users.json     | a folder  | users.json is a folder where a file belongs
          resources.json | missing   | resources.json does not exist; create it or pass another path
          resources.json | cut       | is not JSON; check quotes, commas and brackets
          resources.json | a folder  | resources.json is a folder where a file belongs
          """)
  void fsck_and_a_start_agree_about_files_that_the_broker_is_given(
      String file, String damage, String refusal) throws IOException {
    Setup broker = new Setup(copy(originals.resolve("one"), parent.resolve("one")), true);
    damage(broker, file, damage);
    Map<String, String> before = content(parent);

    List<String> report = broker.fsck();
    String start = broker.start();

    assertThat(content(parent.resolve("one/data/log"))).isNotEmpty();
    if (refusal == null) {
      assertThat(report).contains("0 faults", "a start goes on");
      assertThat(start).isNull();
    } else {
      assertThat(start).contains(refusal);
      assertThat(report).contains("1 faults", "a start is refused: " + start);
    }
    Map<String, String> after = content(parent);
    after.keySet().removeIf(name -> name.startsWith("one/data/"));
    before.keySet().removeIf(name -> name.startsWith("one/data/"));
    assertThat(after).isEqualTo(before);
  }

  @Test
  void a_first_start_that_was_killed_between_its_files_is_done_again() throws IOException {
    Setup broker = new Setup(copy(originals.resolve("one"), parent.resolve("one")), false);
    for (String later : List.of("authority.pem", "certificate.pem", "key.pem")) {
      Files.delete(parent.resolve("one/data/tls").resolve(later));
    }

    assertThat(broker.fsck()).contains("0 faults");
    assertThat(broker.tls()).isNull();
  }

  @Test
  void fsck_and_a_start_agree_about_files_without_rights() throws Exception {
    Path folder = copy(originals.resolve("one"), parent.resolve("one"));
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      String none = "-dac_override,-dac_read_search";
      command.addAll(List.of("setpriv", "--bounding-set=" + none, "--inh-caps=" + none));
    }
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            WithoutRights.class.getName(),
            folder.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(parent.resolve("errors").toFile()).start();
    try {
      List<String> lines = process.inputReader().lines().toList();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

      assertThat(lines)
          .as(Files.readString(parent.resolve("errors")))
          .hasSize(WithoutRights.FILES.size())
          .allMatch(
              line ->
                  line.matches(
                      "(\\S+): \\S*\\1.* is denied; check that this user may read.*, and fsck knew"));
    } finally {
      process.destroyForcibly();
    }
  }

  /** As a program: takes the rights from one file after another, and says what comes of it. */
  static final class WithoutRights {
    static final List<String> FILES =
        List.of(
            "data/lock",
            "data/openons.format",
            "data/log/00000000000000000000.log",
            "data/views/checkpoint",
            "data/tls/authority.pem",
            "data/tls/authority-key.pem",
            "data/tls/certificate.pem",
            "data/tls/key.pem",
            "given.pem",
            "given-key.pem",
            "users.json",
            "resources.json");

    private WithoutRights() {}

    public static void main(String[] args) throws IOException {
      for (String name : FILES) {
        Setup broker = new Setup(Path.of(args[0]), !name.contains("tls"));
        Path file = broker.folder.resolve(name);
        var before = Files.getPosixFilePermissions(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        List<String> report = broker.fsck();
        String failure = name.contains("tls") ? broker.tls() : broker.start();
        Files.setPosixFilePermissions(file, before);
        String refused = failure == null ? "nothing" : from(file, failure);
        boolean agrees = report.stream().anyMatch(line -> from(file, line).equals(refused));
        System.out.printf("%s: %s%s%n", name, refused, agrees ? ", and fsck knew" : " " + report);
      }
    }
  }

  /** Returns what a text says from the name of a file on. */
  private static String from(Path file, String text) {
    int begin = text.indexOf(file.toString());
    return begin < 0 ? text : text.substring(begin);
  }

  private static void damage(Setup broker, String name, String damage) throws IOException {
    Path file = broker.folder.resolve(name).normalize();
    switch (damage) {
      case "-" -> {}
      case "missing" -> new NioDisk().deleteFolder(file);
      case "empty" -> Files.write(file, new byte[0]);
      case "cut" -> Files.write(file, Arrays.copyOf(read(file), read(file).length / 2));
      case "longer" -> Files.writeString(file, "garbage", StandardOpenOption.APPEND);
      case "one bit" -> {
        byte[] bytes = read(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
      }
      case "a folder" -> {
        Files.delete(file);
        Files.createDirectory(file);
      }
      case "another's" -> {
        Files.delete(file);
        copy(originals.resolve("other").resolve(name), file);
      }
      default -> throw new IllegalArgumentException(damage);
    }
  }

  private static byte[] read(Path file) throws IOException {
    return Files.readAllBytes(file);
  }

  private static Map<String, String> content(Path folder) {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith("lock")) {
          content.put(
              folder.relativize(file).toString(),
              new String(read(file), StandardCharsets.ISO_8859_1));
        }
      }
      return content;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
    return to;
  }
}
