package io.openons.spring.convert;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.ByteArrayMessageConverter;
import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.converter.SmartMessageConverter;
import org.springframework.messaging.converter.StringMessageConverter;

/**
 * Turns payloads into the bytes of a message and back, by Spring's converters: first {@code byte[]}
 * and {@code String}, then the application's, then JSON. Thread-safe.
 */
public final class PayloadConverter {
  private final CompositeMessageConverter converter;

  /**
   * A converter.
   *
   * @param further those for other types, in the order in which they are tried
   */
  public PayloadConverter(List<? extends MessageConverter> further) {
    List<MessageConverter> all = new ArrayList<>();
    all.add(new ByteArrayMessageConverter());
    all.add(new StringMessageConverter(StandardCharsets.UTF_8));
    all.addAll(further);
    this.converter = new CompositeMessageConverter(all);
  }

  /** As Spring's messaging takes it, for arguments of listeners. */
  public SmartMessageConverter asMessageConverter() {
    return converter;
  }

  /**
   * The bytes of a payload.
   *
   * @param topic for the error
   * @throws ONSClientException when no converter can
   */
  public byte[] toBytes(Object payload, String topic) {
    if (payload instanceof byte[] bytes) {
      return bytes;
    }
    if (payload instanceof String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    Message<?> converted = null;
    RuntimeException reason = null;
    try {
      converted =
          payload == null
              ? null
              : converter.toMessage(payload, new MessageHeaders(Collections.emptyMap()));
    } catch (MessageConversionException failed) {
      reason = failed;
    }
    if (converted != null && converted.getPayload() instanceof byte[] bytes) {
      return bytes;
    }
    if (converted != null && converted.getPayload() instanceof String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    throw new ONSClientException(
        "the payload of a message to '%s' cannot be converted: %s; give byte[], String, or add Jackson or a"
                .formatted(topic, payload == null ? "it is null" : payload.getClass().getName())
            + " MessageConverter bean named 'onsMessageConverter'",
        reason,
        ErrorCode.INVALID_ARGUMENT);
  }
}
