package io.openons.spring.test;

import java.util.List;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.support.TestPropertySourceUtils;

/**
 * Makes a slice of an application for {@link OnsTest}. Spring Boot's own annotations for this have
 * other names in Boot 4 than in 2 and 3; what they do is this.
 */
final class SliceCustomizerFactory implements ContextCustomizerFactory {
  SliceCustomizerFactory() {}

  @Override
  public ContextCustomizer createContextCustomizer(
      Class<?> testClass, List<ContextConfigurationAttributes> attributes) {
    return TestContextAnnotationUtils.hasAnnotation(testClass, OnsTest.class) ? new Slice() : null;
  }

  /** All are equal, so that tests share contexts. */
  private record Slice() implements ContextCustomizer {
    @Override
    public void customizeContext(
        ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
      TestPropertySourceUtils.addInlinedPropertiesToEnvironment(
          context, "spring.boot.enableautoconfiguration=false");
      context.getBeanFactory().registerSingleton("onsSliceFilter", new SliceFilter());
    }
  }
}
