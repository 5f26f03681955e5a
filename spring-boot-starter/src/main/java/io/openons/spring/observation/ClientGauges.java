package io.openons.spring.observation;

import com.aliyun.openservices.ons.api.ClientDescription;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.openons.spring.listener.ListenerContainer;
import io.openons.spring.listener.OnsListeners;
import io.openons.spring.server.Producers;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;

/**
 * How many clients run, {@code ons.clients}, and how many of them have a connection, {@code
 * ons.clients.connected}.
 */
public final class ClientGauges implements MeterBinder {
  private final ObjectProvider<Producers> producers;
  private final ObjectProvider<OnsListeners> listeners;

  /** Gauges of what is there when they are read: the clients may want the registry themselves. */
  public ClientGauges(ObjectProvider<Producers> producers, ObjectProvider<OnsListeners> listeners) {
    this.producers = producers;
    this.listeners = listeners;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("ons.clients", () -> count(client -> true))
        .description("Producers and consumers that run")
        .register(registry);
    Gauge.builder("ons.clients.connected", () -> count(ClientDescription::connected))
        .description("Producers and consumers that are connected to their server")
        .register(registry);
  }

  private long count(Predicate<ClientDescription> which) {
    return Stream.concat(
            producers.stream()
                .flatMap(all -> all.all().stream())
                .flatMap(server -> server.describe().stream()),
            listeners.stream()
                .flatMap(all -> all.containers().stream())
                .map(ListenerContainer::describe)
                .flatMap(Optional::stream))
        .filter(which)
        .count();
  }
}
