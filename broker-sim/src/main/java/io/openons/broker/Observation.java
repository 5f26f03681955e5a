package io.openons.broker;

import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.server.http.metrics.Counters;
import io.openons.broker.store.log.FlushObserver;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes what the parts of a broker do to its counters, and to the listener of an embedder, which
 * may be faulty.
 */
final class Observation implements io.openons.broker.core.api.BrokerListener, FlushObserver {
  private static final Logger log = LoggerFactory.getLogger(OnsBroker.class);

  private final BrokerListener listener;
  private final Counters counters;
  private final AtomicBoolean isFaulty = new AtomicBoolean();

  /**
   * Makes the observation.
   *
   * @param counters null when nobody reads them
   */
  Observation(BrokerListener listener, Counters counters) {
    this.listener = listener;
    this.counters = counters;
  }

  @Override
  public void published(ResourceName topic) {
    if (counters != null) {
      counters.published(topic);
    }
    if (listener != BrokerListener.NONE) {
      pass(() -> listener.published(topic.toString()));
    }
  }

  @Override
  public void delivered(ResourceName topic, ResourceName group, int messages) {
    if (counters != null) {
      counters.delivered(topic, group, messages);
    }
    if (listener != BrokerListener.NONE) {
      pass(() -> listener.delivered(topic.toString(), group.toString(), messages));
    }
  }

  @Override
  public void waited(long millis) {
    if (counters != null) {
      counters.waited(millis);
    }
  }

  @Override
  public void acknowledged(ResourceName topic, ResourceName group) {
    if (counters != null) {
      counters.acknowledged(topic, group);
    }
    if (listener != BrokerListener.NONE) {
      pass(() -> listener.acknowledged(topic.toString(), group.toString()));
    }
  }

  @Override
  public void buried(ResourceName topic, ResourceName group) {
    if (counters != null) {
      counters.buried(topic, group);
    }
    pass(() -> listener.buried(topic.toString(), group.toString()));
  }

  @Override
  public void refused(Reason reason) {
    if (counters != null) {
      counters.refused(reason);
    }
    pass(() -> listener.refused(reason.name()));
  }

  @Override
  public void flushed(long bytes, Duration took) {
    if (counters != null) {
      counters.flushed(bytes, took);
    }
    pass(() -> listener.flushed(bytes, took));
  }

  private void pass(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException | AssertionError e) {
      if (isFaulty.compareAndSet(false, true)) {
        log.error("the listener failed; what it throws from now on is not logged", e);
      }
    }
  }
}
