package io.openons.tests.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a command asks for no tool that it does not need, and gives Maven what it means. Method:
 * the script in a tree that looks built, on a machine with stubs for Java and Maven and without a
 * compiler of C++. A failure means a newcomer who installs things for nothing, or tests that are
 * not run.
 */
class CommandsTest {
  @TempDir private Path folder;

  private StubbedTree tree;

  @BeforeEach
  void makeTree() throws IOException {
    tree = new StubbedTree(folder);
  }

  @Test
  void a_module_in_java_is_tested_without_a_compiler_of_cpp_and_without_the_tests_of_others()
      throws Exception {
    Script.Result result = tree.dev("test", "broker");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(said())
        .contains(" test -pl broker-sim,broker-sim/tests -am ")
        .contains("-Dskip.proto=true")
        .doesNotContain("-Dskip.broker")
        .contains("Summary.java")
        .endsWith(" 0 broker=broker-sim broker=broker-sim/tests\n");
  }

  @Test
  void a_folder_is_a_name_and_what_stands_behind_the_dashes_goes_to_maven() throws Exception {
    tree.dev("test", "java-sdk/", "tests", "--", "-Dtest=SendTest", "-o");

    assertThat(said())
        .contains("-pl java-sdk,java-sdk/java8,java-sdk/shaded,tests -am")
        .contains("-Dtest=SendTest -o\n");
  }

  @Test
  void a_native_module_wants_the_compiler_and_says_how_to_get_it() throws Exception {
    Script.Result result = tree.dev("test", "cpp");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("no c++").contains("apt-get install");
    assertThat(tree.said()).doesNotExist();
  }

  @Test
  void all_sets_the_switch_of_the_long_runs_for_java_and_for_other_programs() throws Exception {
    tree.stub(
        "mvn", "echo \"all: $ONS_TEST_ALL, go on: $ONS_TEST_GO_ON,\" \"$@\" >>" + tree.said());

    tree.dev("test", "--all", "tests");

    assertThat(said()).contains("all: 1, go on: 1,").contains("-Dons.test.all=true");
  }

  @Test
  void a_failure_of_maven_reaches_the_summary() throws Exception {
    tree.stub("mvn", "exit 7");

    tree.dev("test", "proto");

    assertThat(said()).endsWith("target/test.log 7 proto=proto\n");
  }

  @Test
  void the_demo_runs_without_a_compiler_of_cpp_and_names_what_the_languages_need()
      throws Exception {
    Script.Result result = tree.dev("demo");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(said()).contains("io.openons.demo.Demo").doesNotContain("mvn");
    assertThat(result.out()).contains("no c++").contains("./dev demo languages");
  }

  @Test
  void the_start_up_cache_is_tried_again_when_its_training_fails() throws Exception {
    // The broker serves until it is ended, then leaves its file; the example works at last.
    // time.
    tree.stub(
        "java",
        """
        case "$*" in
          *ArchiveClassesAtExit*)
            file="${1#*=}"
            trap 'touch -d tomorrow "$file"; exit 143' TERM
            echo "ready grpc=127.0.0.1:1 data=none"
            while :; do read -r -t 60 _ <> <(:) || true; done
            ;;
          *)
            echo example >>%s
            [[ "$(wc -l <%s)" -ge 2 ]]
            ;;
        esac
        """
            .formatted(tree.said(), tree.said()));

    Script.Result result = tree.dev("broker");

    assertThat(said()).isEqualTo("example\nexample\n");
    assertThat(result.err()).doesNotContain("stays slow");
    assertThat(result.out()).contains("cache: " + tree.root().resolve("target"));
  }

  @Test
  void a_start_up_cache_that_cannot_be_made_is_a_warning() throws Exception {
    tree.stub("java", "exit 1");

    Script.Result result = tree.dev("broker");

    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).contains("stays slow").contains("start-cache.log");
  }

  private String said() throws IOException {
    return Files.readString(tree.said());
  }
}
