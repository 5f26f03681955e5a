package io.openons.spring.listener;

import com.aliyun.openservices.ons.api.ConsumeContext;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.order.ConsumeOrderContext;
import io.openons.spring.OnsHeaders;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;

/** Arguments that are the client's own: the message, and the context of its delivery. */
final class ClientArguments implements HandlerMethodArgumentResolver {
  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    Class<?> type = parameter.getParameterType();
    return type == Message.class
        || type == ConsumeContext.class
        || type == ConsumeOrderContext.class;
  }

  @Override
  public Object resolveArgument(
      MethodParameter parameter, org.springframework.messaging.Message<?> message) {
    return message
        .getHeaders()
        .get(
            parameter.getParameterType() == Message.class
                ? OnsHeaders.MESSAGE
                : OnsHeaders.CONTEXT);
  }
}
