package io.openons.spring.server;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.aliyun.openservices.ons.api.transaction.LocalTransactionChecker;
import io.openons.spring.OnsTransactionListener;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The producers of all servers, as a part of the application's life: they start before the
 * listeners, and end after these.
 */
public final class Producers implements SmartLifecycle, SmartInitializingSingleton {
  /**
   * Below the listeners, since those may send until they have ended. What ends an application goes
   * downwards.
   */
  public static final int PHASE = DEFAULT_PHASE - 16_384;

  private final Servers servers;
  private final ConfigurableListableBeanFactory beans;
  private final boolean eager;
  private final Map<String, ServerProducers> producers = new LinkedHashMap<>();
  private volatile boolean running;

  /**
   * The producers.
   *
   * @param beans where those are that decide transactions
   * @param eager whether normal producers start with the application
   */
  public Producers(Servers servers, ConfigurableListableBeanFactory beans, boolean eager) {
    this.servers = servers;
    this.beans = beans;
    this.eager = eager;
    servers.all().forEach(one -> producers.put(one.name(), new ServerProducers(one)));
  }

  /** The producers of a server; empty for the primary one. */
  public ServerProducers of(String server) {
    return producers.get(servers.get(server, "a template").name());
  }

  /** Those of each server. */
  public Collection<ServerProducers> all() {
    return producers.values();
  }

  @Override
  public void afterSingletonsInstantiated() {
    for (String name : beans.getBeanNamesForAnnotation(OnsTransactionListener.class)) {
      Object bean = beans.getBean(name);
      OnsTransactionListener listener =
          beans.findAnnotationOnBean(name, OnsTransactionListener.class);
      if (!(bean instanceof LocalTransactionChecker checker)) {
        throw new ONSClientException(
            "the bean '%s' has @OnsTransactionListener but is no LocalTransactionChecker; implement it"
                .formatted(name),
            null,
            ErrorCode.INVALID_ARGUMENT);
      }
      String who = "@OnsTransactionListener " + name;
      String server = servers.get(text(listener.server()), who).name();
      producers.get(server).decide(text(listener.group()), checker, name);
    }
  }

  private String text(String value) {
    String resolved = beans.resolveEmbeddedValue(value);
    return resolved == null ? "" : resolved.strip();
  }

  @Override
  public void start() {
    try {
      all().forEach(one -> one.open(eager));
      running = true;
    } catch (RuntimeException failed) {
      stop();
      throw failed;
    }
  }

  @Override
  public void stop() {
    running = false;
    all().forEach(ServerProducers::close);
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
