package io.openons.spring.autoconfigure;

import io.openons.spring.OnsTemplate;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registers the templates: {@code onsTemplate} for the primary server, and for each other one
 * {@code <name>OnsTemplate}. An application built ahead of time has those of the configuration that
 * it was built with.
 */
final class TemplateRegistrar implements ImportBeanDefinitionRegistrar {
  private static final String BEAN = "onsTemplate";
  private static final String SUFFIX = "OnsTemplate";

  private final Environment environment;

  TemplateRegistrar(Environment environment) {
    this.environment = environment;
  }

  @Override
  public void registerBeanDefinitions(
      AnnotationMetadata importing, BeanDefinitionRegistry registry) {
    OnsConfigurationProperties properties =
        Binder.get(environment).bindOrCreate("ons", OnsConfigurationProperties.class);
    String primary = ConfiguredServers.primary(properties);
    register(registry, BEAN, primary, true);
    properties.getServers().keySet().stream()
        .filter(name -> !name.equals(primary))
        .forEach(name -> register(registry, name + SUFFIX, name, false));
    if (!primary.equals(ConfiguredServers.DEFAULT)) {
      register(registry, ConfiguredServers.DEFAULT + SUFFIX, ConfiguredServers.DEFAULT, false);
    }
  }

  private static void register(
      BeanDefinitionRegistry registry, String name, String server, boolean primary) {
    if (registry.containsBeanDefinition(name)) {
      return; // the application has its own
    }
    RootBeanDefinition template = new RootBeanDefinition(OnsTemplate.class);
    template.setFactoryBeanName(Templates.BEAN);
    template.setFactoryMethodName("template");
    template.getConstructorArgumentValues().addIndexedArgumentValue(0, server);
    template.setPrimary(primary);
    registry.registerBeanDefinition(name, template);
  }
}
