package io.openons.spring.observation;

import com.aliyun.openservices.ons.api.Message;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/** Measures by timers, for a Micrometer that has no observations yet, as Spring Boot 2 has it. */
public final class TimerObserver implements OnsObserver {
  private final MeterRegistry registry;

  /** An observer that registers its timers there. */
  public TimerObserver(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public Watch sending(String server, Message message) {
    return new Running(SEND, Tags.of("server", server, "topic", message.getTopic()));
  }

  @Override
  public Watch processing(Received received) {
    return new Running(
        PROCESS,
        Tags.of("server", received.server(), "topic", received.topic())
            .and("group", received.group(), "listener", received.listener()));
  }

  private final class Running implements Watch {
    private final Timer.Sample sample = Timer.start(registry);
    private final String name;
    private final Tags tags;
    private volatile String error = "none";

    private Running(String name, Tags tags) {
      this.name = name;
      this.tags = tags;
    }

    @Override
    public void failed(Throwable failure) {
      error = failure.getClass().getSimpleName();
    }

    @Override
    public void close() {
      Iterable<Tag> all = tags.and("error", error); // the signature that every Micrometer has
      sample.stop(registry.timer(name, all));
    }
  }
}
