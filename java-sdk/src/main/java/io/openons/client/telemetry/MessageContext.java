package io.openons.client.telemetry;

import io.openons.proto.v2.Message;
import io.openons.proto.v2.MessageOrBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;

/** Writes where a message comes from into its user properties, and reads it there. */
final class MessageContext {
  private static final TextMapGetter<MessageOrBuilder> GETTER =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(MessageOrBuilder message) {
          return message.getUserPropertiesMap().keySet();
        }

        @Override
        public String get(MessageOrBuilder message, String key) {
          return message == null ? null : message.getUserPropertiesOrDefault(key, null);
        }
      };

  private final TextMapPropagator propagator;

  MessageContext(TextMapPropagator propagator) {
    this.propagator = propagator;
  }

  /** Where the message comes from; invalid when it does not say. */
  SpanContext of(MessageOrBuilder message) {
    return Span.fromContext(propagator.extract(Context.root(), message, GETTER)).getSpanContext();
  }

  void put(Context context, Message.Builder message) {
    propagator.inject(context, message, Message.Builder::putUserProperties);
  }
}
