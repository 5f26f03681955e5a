package io.openons.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.openons.spring.Listening.Order;
import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.ExecutableHint;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;
import org.springframework.util.ClassUtils;

/**
 * Goal: an application can be built ahead of time. Method: Spring's generator on the application of
 * {@link ListenersTest}, without running it. A failure names the bean that needs the running
 * application, or the type that reflection would miss.
 */
class AheadOfTimeTest {
  @Test
  void the_generator_takes_the_application_and_listeners_are_found_by_reflection() {
    assumeThat(ClassUtils.isPresent("org.springframework.aot.hint.RuntimeHints", null))
        .as("Spring 6 or newer")
        .isTrue();
    Generator.run();
  }

  /** Apart, so that an older Spring does not look for the classes. */
  private static final class Generator {
    static void run() {
      DefaultGenerationContext generation =
          new DefaultGenerationContext(
              new ClassNameGenerator(ClassName.get("io.openons", "Generated")),
              new InMemoryGeneratedFiles());
      try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
        context.register(Listening.class);
        TestPropertyValues.of(
                "ons.endpoint=127.0.0.1:1",
                "ons.servers.billing.endpoint=127.0.0.1:2",
                "test.topic=raw")
            .applyTo(context);

        new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
      }

      assertThat(generation.getRuntimeHints().reflection().getTypeHint(Listening.class).methods())
          .extracting(ExecutableHint::getName)
          .contains("json", "batch");
      assertThat(RuntimeHintsPredicates.reflection().onType(Order.class))
          .accepts(generation.getRuntimeHints());
    }
  }
}
