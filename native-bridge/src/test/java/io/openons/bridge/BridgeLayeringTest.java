package io.openons.bridge;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** A failure names the class and the line that know too much. */
class BridgeLayeringTest {
  private static final JavaClasses PROJECT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(
              "io.openons.bridge", "io.openons.client", "com.aliyun.openservices.ons.api");

  @Test
  void theBridgeTranslatesCallsAndKnowsNoWireAndNoServer() {
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
  void theClientDoesNotKnowThatThereIsABridge() {
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
  void allNativeMethodsAreInOneClass() {
    methods()
        .that()
        .haveModifier(JavaModifier.NATIVE)
        .should()
        .beDeclaredIn(Border.class)
        .because("it is all that either side can call of the other")
        .check(PROJECT);
  }
}
