package io.openons.spring.listener;

import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.spring.OnsListener;
import io.openons.spring.server.Producers;
import io.openons.spring.server.Servers;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * All listeners of the application. They start when its context does, before the web server, and
 * end when it closes: after the web server, before the producers. A bean, for applications that
 * start and stop listeners themselves.
 */
public final class OnsListeners implements SmartLifecycle, SmartInitializingSingleton {
  /** Below the web server, in every Spring Boot; what ends an application goes downwards. */
  public static final int PHASE = Producers.PHASE + 8_192;

  private final EndpointFactory factory;
  private final Servers servers;
  private final ConfigurableListableBeanFactory beans;
  private final Map<Endpoint.ConsumerKey, ListenerContainer> containers = new LinkedHashMap<>();
  private final boolean autoStart;
  private volatile boolean running;

  /**
   * The listeners among the beans.
   *
   * @param autoStart whether any of them start with the application
   */
  public OnsListeners(
      EndpointFactory factory,
      Servers servers,
      ConfigurableListableBeanFactory beans,
      boolean autoStart) {
    this.factory = factory;
    this.servers = servers;
    this.beans = beans;
    this.autoStart = autoStart;
  }

  @Override
  public boolean isAutoStartup() {
    return autoStart;
  }

  /** The groups that the application consumes as. */
  public Collection<ListenerContainer> containers() {
    return Collections.unmodifiableCollection(containers.values());
  }

  /** Finds the methods; beans that are made late are made now when they have one. */
  @Override
  public void afterSingletonsInstantiated() {
    for (String name : beans.getBeanNamesForType(Object.class, true, false)) {
      if (!ScopedProxyUtils.isScopedTarget(name)) {
        Class<?> type = AutoProxyUtils.determineTargetClass(beans, name);
        if (type != null && AnnotationUtils.isCandidateClass(type, OnsListener.class)) {
          find(name, type);
        }
      }
    }
  }

  private void find(String name, Class<?> type) {
    Map<Method, OnsListener> methods =
        MethodIntrospector.selectMethods(
            type,
            (MethodIntrospector.MetadataLookup<OnsListener>)
                method -> AnnotatedElementUtils.findMergedAnnotation(method, OnsListener.class));
    if (methods.isEmpty()) {
      return;
    }
    Object bean = beans.getBean(name);
    methods.forEach(
        (method, annotation) -> {
          Method callable = AopUtils.selectInvocableMethod(method, bean.getClass());
          Endpoint endpoint = factory.endpoint(bean, callable, annotation);
          containers
              .computeIfAbsent(
                  endpoint.consumer(),
                  key -> new ListenerContainer(key, servers.get(key.server(), endpoint.id())))
              .add(endpoint);
        });
  }

  @Override
  public void start() {
    try {
      each(
              containers.values().stream().filter(ListenerContainer::isAutoStart),
              "ons-begin-",
              ListenerContainer::start)
          .join();
      running = true;
    } catch (CompletionException failed) {
      stop();
      throw failed.getCause() instanceof ONSClientException reason ? reason : failed;
    }
  }

  @Override
  public void stop() {
    drain().join();
  }

  /** Ends all of them at the same time. */
  @Override
  public void stop(Runnable callback) {
    drain().whenComplete((nothing, failure) -> callback.run());
  }

  private CompletableFuture<Void> drain() {
    running = false;
    return each(
        containers.values().stream().filter(ListenerContainer::isRunning),
        "ons-drain-",
        ListenerContainer::stop);
  }

  /** At the same time, each on a thread of its own, since each waits for its server. */
  private static CompletableFuture<Void> each(
      Stream<ListenerContainer> some, String thread, Consumer<ListenerContainer> work) {
    return CompletableFuture.allOf(
        some.map(
                one ->
                    CompletableFuture.runAsync(
                        () -> work.accept(one),
                        task -> new Thread(task, thread + one.group()).start()))
            .toArray(CompletableFuture<?>[]::new));
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}
