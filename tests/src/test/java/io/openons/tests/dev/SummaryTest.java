package io.openons.tests.dev;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.harness.JavaCommand;
import io.openons.tests.style.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: the end of {@code ./dev test} counts every test, names every failure with the command that
 * repeats it, and fails when anything did. Method: the summary on reports that each kind of tests
 * leaves. A failure means a red run that looks green, or a failure that nobody can repeat.
 */
class SummaryTest {
  private static final String REPORT =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuite name="a.LeaseTest" time="1.5" tests="3">
        <testcase name="a_lease_ends" classname="a.LeaseTest" time="0.5"/>
        <testcase name="not_here" classname="a.LeaseTest" time="0"><skipped/></testcase>
        %s
      </testsuite>
      """;
  private static final String FAILED_CASE =
      "<testcase name=\"a_lease_is_renewed(int)[2]\" classname=\"a.LeaseTest\"><failure/></testcase>";

  @TempDir private Path folder;

  private Path begun;

  @BeforeEach
  void beginARun() throws IOException {
    begun = write("began", "");
    Files.setLastModifiedTime(begun, FileTime.from(Instant.now().minusSeconds(60)));
  }

  @Test
  void a_run_that_passed_ends_with_the_numbers_alone_on_the_last_line() throws Exception {
    write("broker-sim/target/surefire-reports/TEST-a.LeaseTest.xml", REPORT.formatted(""));

    Script.Result result = summary("", 0, "broker=broker-sim");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).containsPattern("(?m)^broker +1 +0 +1 +2$");
    assertThat(result.lastLine()).isEqualTo("1 passed, 0 failed, 1 skipped");
  }

  @Test
  void a_failed_test_in_java_is_named_with_the_command_that_repeats_it() throws Exception {
    write("broker-sim/target/surefire-reports/TEST-a.LeaseTest.xml", REPORT.formatted(FAILED_CASE));

    Script.Result result = summary("", 0, "broker=broker-sim");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out())
        .contains("FAILED  broker: LeaseTest.a_lease_is_renewed")
        .contains("./dev test broker -- '-Dtest=LeaseTest#a_lease_is_renewed'");
    assertThat(result.lastLine()).isEqualTo("1 passed, 1 failed, 1 skipped");
  }

  @Test
  void programs_that_are_no_java_are_counted_by_what_they_printed() throws Exception {
    write(
        "native-bridge/target/recorded/ctest.log",
        """
        command: ctest
         1/3 Test #1: echo_test ........................   Passed    0.5 sec
         2/3 Test #2: host_test ........................***Failed    1.5 sec
         3/3 Test #3: exits ............................***Timeout  60.0 sec
        ended with 8 after 62 s
        """);
    write(
        "dotnet-shim/target/recorded/dotnet.log",
        """
        ok         12 ms  SendTests.a_message_is_sent [F-030]
        FAILED     99 ms  PullTests.a_queue_is_read
        ended with 1 after 3 s
        """);
    write(
        "python-shim/target/recorded/pytest.log",
        """
        FAILED tests/test_send.py::test_a_message_is_sent - AssertionError
        ============= 1 failed, 20 passed, 2 skipped in 12.34s =============
        ended with 1 after 13 s
        """);
    write("tests/packaging/target/recorded/maven-artifacts.log", "fine\nended with 0 after 5 s\n");

    Script.Result result =
        summary(
            "",
            0,
            "bridge=native-bridge",
            "dotnet=dotnet-shim",
            "python=python-shim",
            "packaging=tests/packaging");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out())
        .contains("bridge: ctest: host_test")
        .contains("bridge: ctest: exits")
        .contains("dotnet: dotnet: PullTests.a_queue_is_read")
        .contains("python: pytest: tests/test_send.py::test_a_message_is_sent")
        .contains("native-bridge/target/recorded/ctest.log");
    assertThat(result.lastLine()).isEqualTo("23 passed, 4 failed, 2 skipped");
  }

  @Test
  void a_program_that_was_cut_off_has_failed() throws Exception {
    write("native-bridge/target/recorded/ctest.log", "command: ctest\n");

    Script.Result result = summary("", 0, "bridge=native-bridge");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).contains("ctest (did not end)");
  }

  @Test
  void a_module_that_was_not_built_is_a_failure_and_so_is_one_that_waited_for_it()
      throws Exception {
    write("proto/target/surefire-reports/TEST-a.LeaseTest.xml", REPORT.formatted(""));

    Script.Result result =
        summary(
            """
            [ERROR] Foo.java:[1,2] cannot find symbol
            [INFO] OpenONS proto: the contract ........................ SUCCESS [ 16.3 s]
            [INFO] OpenONS broker-sim: the broker ..................... FAILURE [  1.3 s]
            [INFO] OpenONS native-bridge: the border .................. SKIPPED
            """,
            1,
            "proto=proto");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out())
        .contains("cannot find symbol")
        .contains("NOT BUILT  OpenONS broker-sim: the broker (FAILURE)")
        .contains("NOT BUILT  OpenONS native-bridge: the border (SKIPPED)");
    assertThat(result.lastLine()).isEqualTo("1 passed, 2 failed, 1 skipped");
  }

  @Test
  void reports_of_an_earlier_run_do_not_count_and_a_run_without_a_test_has_failed()
      throws Exception {
    Path report =
        write("broker-sim/target/surefire-reports/TEST-a.LeaseTest.xml", REPORT.formatted(""));
    Files.setLastModifiedTime(report, FileTime.from(Instant.now().minusSeconds(3_600)));

    Script.Result result = summary("", 0, "broker=broker-sim");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).contains("NO TEST RAN");
  }

  @Test
  void a_recorded_program_ends_as_it_did_and_as_success_when_the_others_shall_go_on()
      throws Exception {
    Path log = folder.resolve("recorded/program.log");
    List<String> command =
        List.of(
            Repository.root().resolve(".ci/recorded").toString(),
            log.toString(),
            "sh",
            "-c",
            "echo out; echo err >&2; exit 3");

    Script.Result alone = Script.run(folder, Map.of(), command);
    Script.Result among = Script.run(folder, Map.of("ONS_TEST_GO_ON", "1"), command);

    assertThat(alone.exitCode()).isEqualTo(3);
    assertThat(among.exitCode()).isZero();
    assertThat(among.out()).contains("out").contains("err");
    assertThat(Files.readString(log)).contains("out\n", "err\n", "ended with 3 after");
  }

  private Script.Result summary(String log, int code, String... modules)
      throws IOException, InterruptedException {
    Path said = write("said.log", log);
    List<String> command =
        new ArrayList<>(
            List.of(
                JavaCommand.executable(),
                "-XX:TieredStopAtLevel=1", // a short program
                Repository.root().resolve(".ci/Summary.java").toString(),
                folder.toString(),
                begun.toString(),
                said.toString(),
                "" + code));
    command.addAll(List.of(modules));
    return Script.run(folder, Map.of(), command);
  }

  private Path write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text);
  }
}
