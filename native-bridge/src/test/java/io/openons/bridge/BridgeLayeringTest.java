package io.openons.bridge;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/**
 * Goal: the border stays narrow: who may depend on what.
 *
 * <p>Method: ArchUnit rules over the classes of bridge, client and broker.
 *
 * <p>A failure means: the native side grows into the client.
 */
class BridgeLayeringTest {
  private static final JavaClasses PROJECT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(
              "io.openons.bridge", "io.openons.client", "com.aliyun.openservices.ons.api");

  @Test
  void the_bridge_translates_calls_and_knows_no_wire_and_no_server() {
    classes()
        .that()
        .resideInAPackage("io.openons.bridge..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.openons.bridge..",
            "io.openons.client..",
            "com.aliyun.openservices.ons.api..",
            "org.slf4j..",
            "java..")
        .because("it is one more way to reach the client; what goes to servers is the client's")
        .check(PROJECT);
  }

  @Test
  void the_client_does_not_know_that_there_is_a_bridge() {
    noClasses()
        .that()
        .resideInAnyPackage("io.openons.client..", "com.aliyun.openservices.ons.api..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.openons.bridge..")
        .because("a Java program has no native code in it")
        .check(PROJECT);
  }

  @Test
  void frames_callbacks_logs_and_clients_have_no_circles() {
    slices().matching("io.openons.bridge.(*)..").should().beFreeOfCycles().check(PROJECT);
  }

  @Test
  void only_native_code_calls_the_border() {
    noClasses()
        .that()
        .resideInAPackage("io.openons.bridge.*..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.openons.bridge")
        .because("each subject can be read without what puts them together")
        .check(PROJECT);
  }

  @Test
  void all_native_methods_are_in_one_class() {
    methods()
        .that()
        .haveModifier(JavaModifier.NATIVE)
        .should()
        .beDeclaredIn(Border.class)
        .because("it is all that either side can call of the other")
        .check(PROJECT);
  }
}
