package io.openons.spring.observation;

import com.aliyun.openservices.ons.api.Message;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;

/**
 * Measures by observations, from which Micrometer makes timers and, with a tracer, spans. The
 * tracer's context travels in the user properties of the message. The span of a batch is a child of
 * its first message's send.
 */
public final class ObservationObserver implements OnsObserver {
  private final ObservationRegistry registry;

  /** An observer that reports there. */
  public ObservationObserver(ObservationRegistry registry) {
    this.registry = registry;
  }

  @Override
  public Watch sending(String server, Message message) {
    SenderContext<Message> context = new SenderContext<>(Message::putUserProperties, Kind.PRODUCER);
    context.setCarrier(message);
    context.setRemoteServiceName("ons");
    return new Sending(
        Observation.createNotStarted(SEND, () -> context, registry)
            .contextualName("send " + message.getTopic())
            .lowCardinalityKeyValue("server", server)
            .lowCardinalityKeyValue("topic", message.getTopic())
            .start());
  }

  @Override
  public Watch processing(Received received) {
    ReceiverContext<Message> context =
        new ReceiverContext<>(Message::getUserProperties, Kind.CONSUMER);
    context.setCarrier(received.messages().get(0));
    context.setRemoteServiceName("ons");
    return new Processing(
        Observation.createNotStarted(PROCESS, () -> context, registry)
            .contextualName("process " + received.topic())
            .lowCardinalityKeyValue("server", received.server())
            .lowCardinalityKeyValue("topic", received.topic())
            .lowCardinalityKeyValue("group", received.group())
            .lowCardinalityKeyValue("listener", received.listener())
            .start());
  }

  private static class Sending implements Watch {
    final Observation observation;

    Sending(Observation observation) {
      this.observation = observation;
    }

    @Override
    public void failed(Throwable failure) {
      observation.error(failure);
    }

    @Override
    public void close() {
      observation.stop();
    }
  }

  /** What the listener does belongs to the observation, so it is the current one meanwhile. */
  private static final class Processing extends Sending {
    private final Observation.Scope scope;

    Processing(Observation observation) {
      super(observation);
      this.scope = observation.openScope();
    }

    @Override
    public void close() {
      scope.close();
      super.close();
    }
  }
}
