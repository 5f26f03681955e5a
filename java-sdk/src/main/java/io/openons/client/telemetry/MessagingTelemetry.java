package io.openons.client.telemetry;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.rpc.RequestHeaders;
import io.openons.proto.v2.Address;
import io.openons.proto.v2.Endpoints;
import io.openons.proto.v2.Message;
import io.openons.proto.v2.MessageOrBuilder;
import io.openons.proto.v2.SystemPropertiesOrBuilder;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** Spans and metrics of one client, by the semantic conventions for messaging and RocketMQ. */
final class MessagingTelemetry implements Telemetry {
  private static final String SCOPE = "io.openons.client";
  private static final String ROCKETMQ = "rocketmq";
  private static final String SEND = "send";
  private static final String RECEIVE = "receive";
  private static final String PROCESS = "process";

  /** The listener asked for the message again; no error was named. */
  private static final String NOT_HANDLED = "reconsume_later";

  private final Tracer tracer;
  private final Instruments instruments;
  private final MessageContext contexts;
  private final Attributes ofClient;
  private final String group;

  /**
   * Telemetry of a client.
   *
   * @param instanceId empty for none
   * @param group empty for none
   */
  MessagingTelemetry(OpenTelemetry target, String clientId, String instanceId, String group) {
    String version = RequestHeaders.sdkVersion();
    this.tracer = target.tracerBuilder(SCOPE).setInstrumentationVersion(version).build();
    this.instruments =
        new Instruments(target.meterBuilder(SCOPE).setInstrumentationVersion(version).build());
    this.contexts = new MessageContext(target.getPropagators().getTextMapPropagator());
    this.group = group;
    AttributesBuilder common = Attributes.builder().put(Keys.CLIENT_ID, clientId);
    if (!instanceId.isEmpty()) {
      common.put(Keys.NAMESPACE, instanceId);
    }
    this.ofClient = common.build();
  }

  @Override
  public boolean isOn() {
    return true;
  }

  @Override
  public Sending sending(Message.Builder message, SystemPropertiesOrBuilder system) {
    String topic = message.getTopic().getName();
    Attributes operation = operation(SEND, topic);
    AttributesBuilder details = Attributes.builder();
    Keys.describe(details, message, system);
    SpanBuilder builder = span(operation, SpanKind.PRODUCER).setAllAttributes(details.build());
    SpanContext origin = contexts.of(message);
    if (origin.isValid()) {
      // The application has said itself where the message comes from; that stays.
      builder.addLink(origin);
    }
    Span span = builder.startSpan();
    Context context = Context.current().with(span);
    if (!origin.isValid()) {
      contexts.put(context, message);
    }
    return new SpanOfSend(operation, span, context);
  }

  @Override
  public void received(
      Endpoints from,
      String topic,
      Duration took,
      List<Message> messages,
      ONSClientException failure) {
    AttributesBuilder described = operation(RECEIVE, topic).toBuilder();
    describe(from, described);
    Attributes operation = described.build();
    SpanBuilder builder =
        span(operation, SpanKind.CLIENT)
            .setNoParent()
            .setStartTimestamp(Instant.now().minus(took))
            .setAttribute(Keys.BATCH_COUNT, (long) messages.size());
    messages.forEach(message -> link(builder, message));
    Span span = builder.startSpan();
    String error = failure == null ? null : failure.getErrorCode().name();
    instruments.received(
        messages.size(), took, withError(operation, error), Context.root().with(span));
    end(span, error, failure);
  }

  @Override
  public Processing processing(List<Message> messages) {
    return processing(messages, Context::makeCurrent);
  }

  @Override
  public Processing lastingProcessing(List<Message> messages) {
    return processing(messages, context -> Scope.noop());
  }

  private Processing processing(List<Message> messages, Function<Context, Scope> scope) {
    Attributes operation = operation(PROCESS, messages.get(0).getTopic().getName());
    SpanBuilder builder = span(operation, SpanKind.CONSUMER);
    if (messages.size() == 1) {
      AttributesBuilder details = Attributes.builder();
      Keys.describe(details, messages.get(0));
      builder.setAllAttributes(details.build());
    } else {
      builder.setAttribute(Keys.BATCH_COUNT, (long) messages.size());
    }
    messages.forEach(message -> link(builder, message));
    Span span = builder.startSpan();
    Context context = Context.current().with(span);
    return new SpanOfProcess(operation, span, context, scope.apply(context));
  }

  @Override
  public void deadLetterRefused(String topic, ErrorCode why) {
    AttributesBuilder attributes =
        Attributes.builder().put(Keys.SYSTEM, ROCKETMQ).put(Keys.DESTINATION, topic);
    instruments.deadLetterRefused(
        attributes.put(Keys.GROUP, group).put(Keys.ERROR_TYPE, why.name()).build());
  }

  /** What names an operation, in spans and in metrics; few values, as metrics need it. */
  private Attributes operation(String name, String topic) {
    AttributesBuilder attributes =
        Attributes.builder()
            .put(Keys.SYSTEM, ROCKETMQ)
            .put(Keys.OPERATION_NAME, name)
            .put(Keys.OPERATION_TYPE, name)
            .put(Keys.DESTINATION, topic);
    if (!group.isEmpty()) {
      attributes.put(Keys.GROUP, group);
    }
    return attributes.build();
  }

  private SpanBuilder span(Attributes operation, SpanKind kind) {
    return tracer
        .spanBuilder(operation.get(Keys.OPERATION_NAME) + " " + operation.get(Keys.DESTINATION))
        .setSpanKind(kind)
        .setAllAttributes(operation)
        .setAllAttributes(ofClient);
  }

  private void link(SpanBuilder span, MessageOrBuilder message) {
    SpanContext origin = contexts.of(message);
    if (origin.isValid()) {
      String id = message.getSystemProperties().getMessageId();
      span.addLink(origin, Attributes.of(Keys.MESSAGE_ID, id));
    }
  }

  private static void describe(Endpoints server, AttributesBuilder attributes) {
    Address address = server.getAddresses(0);
    attributes
        .put(Keys.SERVER_ADDRESS, address.getHost())
        .put(Keys.SERVER_PORT, (long) address.getPort());
  }

  private static Attributes withError(Attributes attributes, String error) {
    return error == null ? attributes : attributes.toBuilder().put(Keys.ERROR_TYPE, error).build();
  }

  /** Ends a span; without an error it keeps the status "unset", as the conventions want it. */
  private static void end(Span span, String error, Throwable failure) {
    if (error != null) {
      span.setAttribute(Keys.ERROR_TYPE, error);
      span.setStatus(StatusCode.ERROR, failure == null ? error : String.valueOf(failure));
    }
    span.end();
  }

  private final class SpanOfSend implements Sending {
    private final Attributes operation;
    private final Span span;
    private final Context context;
    private final long begun = System.nanoTime();

    private SpanOfSend(Attributes operation, Span span, Context context) {
      this.operation = operation;
      this.span = span;
      this.context = context;
    }

    @Override
    public void sent(Endpoints to) {
      AttributesBuilder server = Attributes.builder();
      describe(to, server);
      Attributes known = server.build();
      span.setAllAttributes(known);
      ended(operation.toBuilder().putAll(known).build(), null, null);
    }

    @Override
    public void failed(ONSClientException failure) {
      ended(operation, failure.getErrorCode().name(), failure);
    }

    private void ended(Attributes attributes, String error, ONSClientException failure) {
      instruments.sent(since(begun), withError(attributes, error), context);
      end(span, error, failure);
    }
  }

  private final class SpanOfProcess implements Processing {
    private final Attributes operation;
    private final Span span;
    private final Context context;
    private final Scope scope;
    private final long begun = System.nanoTime();

    private SpanOfProcess(Attributes operation, Span span, Context context, Scope scope) {
      this.operation = operation;
      this.span = span;
      this.context = context;
      this.scope = scope;
    }

    @Override
    public void ended(boolean handled) {
      ended(handled ? null : NOT_HANDLED, null);
    }

    @Override
    public void threw(Throwable thrown) {
      span.recordException(thrown);
      ended(thrown.getClass().getName(), thrown);
    }

    private void ended(String error, Throwable thrown) {
      scope.close();
      instruments.processed(since(begun), withError(operation, error), context);
      end(span, error, thrown);
    }
  }

  private static Duration since(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime);
  }
}
