package io.openons.spring.aot;

import com.aliyun.openservices.ons.api.ConsumeContext;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.order.ConsumeOrderContext;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Set;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.annotation.ReflectiveProcessor;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;

/**
 * A listener's method is called by reflection, and its payload is made by reflection. Spring 6 and
 * newer use this class; older ones have nothing ahead of time.
 */
public final class ListenerReflection implements ReflectiveProcessor {
  private static final Set<Class<?>> NO_PAYLOADS =
      Set.of(Message.class, ConsumeContext.class, ConsumeOrderContext.class);

  /** Made by Spring. */
  public ListenerReflection() {}

  @Override
  public void registerReflectionHints(ReflectionHints hints, AnnotatedElement element) {
    if (element instanceof Method method) {
      hints.registerMethod(method, ExecutableMode.INVOKE);
      for (Parameter parameter : method.getParameters()) {
        if (isPayload(parameter)) {
          new BindingReflectionHintsRegistrar()
              .registerReflectionHints(hints, parameter.getParameterizedType());
        }
      }
    }
  }

  private static boolean isPayload(Parameter parameter) {
    return !NO_PAYLOADS.contains(parameter.getType())
        && !parameter.isAnnotationPresent(Header.class)
        && !parameter.isAnnotationPresent(Headers.class);
  }
}
