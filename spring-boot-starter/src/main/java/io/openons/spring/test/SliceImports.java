package io.openons.spring.test;

import io.openons.spring.autoconfigure.OnsAutoConfiguration;
import io.openons.spring.autoconfigure.OnsObservationAutoConfiguration;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.context.annotation.DeferredImportSelector;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/**
 * What {@link OnsTest} configures, in this order. Names of other Boots are passed over, for which
 * Boot 2 has no way of its own.
 */
final class SliceImports implements DeferredImportSelector {
  SliceImports() {}

  @Override
  public String[] selectImports(AnnotationMetadata importing) {
    return Stream.of(
            PropertyPlaceholderAutoConfiguration.class.getName(),
            "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
            "org.springframework.boot.jackson2.autoconfigure.Jackson2AutoConfiguration",
            "org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration",
            "org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration",
            "org.springframework.boot.autoconfigure.validation.ValidationAutoConfiguration",
            EmbeddedBrokerAutoConfiguration.class.getName(),
            OnsObservationAutoConfiguration.class.getName(),
            OnsAutoConfiguration.class.getName())
        .filter(name -> ClassUtils.isPresent(name, null))
        .toArray(String[]::new);
  }
}
