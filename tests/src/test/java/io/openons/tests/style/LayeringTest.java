package io.openons.tests.style;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Goal: the tree stays the architecture. Method: every rule is checked on the project's classes,
 * and on fixtures that break it. A failure names the class and the line that know too much.
 */
class LayeringTest {
  private static final JavaClasses PROJECT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.openons", "com.aliyun.openservices.ons.api");

  private static final JavaClasses FIXTURES =
      new ClassFileImporter().importPackages("io.openons.tests.style.fixture");

  @TestFactory
  List<DynamicTest> the_project_keeps_to_every_rule() {
    return forEachRule(rule -> rule.check(PROJECT));
  }

  @TestFactory
  List<DynamicTest> every_rule_finds_the_fixture_that_breaks_it() {
    return forEachRule(
        rule -> assertThat(rule.evaluate(FIXTURES).getFailureReport().getDetails()).isNotEmpty());
  }

  private static List<DynamicTest> forEachRule(Consumer<ArchRule> check) {
    return Layering.ALL.stream()
        .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> check.accept(rule)))
        .toList();
  }
}
