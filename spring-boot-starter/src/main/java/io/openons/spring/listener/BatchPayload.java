package io.openons.spring.listener;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.List;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.annotation.support.MethodArgumentNotValidException;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.Validator;

/** The list that a batch listener gets: each element converted and validated like a payload. */
final class BatchPayload {
  private final MethodParameter parameter;
  private final Class<?> element;
  private final MessageConverter converter;
  private final Validator validator;

  /**
   * The payload of a method.
   *
   * @param validator null for none
   * @throws ONSClientException when the method has no list
   */
  BatchPayload(
      InvocableHandlerMethod method, MessageConverter converter, Validator validator, String id) {
    this.parameter =
        Arrays.stream(method.getMethodParameters())
            .filter(one -> one.getParameterType() == List.class)
            .findFirst()
            .orElseThrow(
                () ->
                    new ONSClientException(
                        "@OnsListener %s has batch = true but no List; take a List of payloads or of Message"
                            .formatted(id),
                        null,
                        ErrorCode.INVALID_ARGUMENT));
    this.element =
        ResolvableType.forMethodParameter(parameter).getGeneric(0).resolve(Message.class);
    this.converter = converter;
    this.validator = isToBeValidated() ? validator : null;
  }

  List<?> of(List<Message> messages) {
    return element == Message.class
        ? messages
        : messages.stream().<Object>map(this::converted).toList();
  }

  private Object converted(Message message) {
    GenericMessage<byte[]> incoming = new GenericMessage<>(message.getBody());
    Object payload = converter.fromMessage(incoming, element);
    if (payload == null) {
      throw new MessageConversionException(
          incoming,
          "message %s of topic '%s' cannot be converted to %s"
              .formatted(message.getMsgID(), message.getTopic(), element.getName()));
    }
    if (validator != null) {
      BeanPropertyBindingResult result = new BeanPropertyBindingResult(payload, "payload");
      validator.validate(payload, result);
      if (result.hasErrors()) {
        throw new MethodArgumentNotValidException(incoming, parameter, result);
      }
    }
    return payload;
  }

  /** By the rule of Spring: {@code @Validated}, and all whose names begin with Valid. */
  private boolean isToBeValidated() {
    return Arrays.stream(parameter.getParameterAnnotations())
        .map(Annotation::annotationType)
        .anyMatch(type -> type != Payload.class && type.getSimpleName().startsWith("Valid"));
  }
}
