package io.openons.spring.listener;

import com.aliyun.openservices.ons.api.MessageSelector;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.PropertyValueConst;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.spring.OnsErrorHandler;
import io.openons.spring.OnsListener;
import io.openons.spring.convert.PayloadConverter;
import io.openons.spring.listener.Endpoint.ConsumerKey;
import io.openons.spring.listener.Endpoint.Style;
import io.openons.spring.observation.OnsObserver;
import io.openons.spring.server.PropertyNames;
import io.openons.spring.server.ServerSettings;
import io.openons.spring.server.Servers;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.EmbeddedValueResolver;
import org.springframework.messaging.handler.annotation.support.DefaultMessageHandlerMethodFactory;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.validation.Validator;

/** Makes endpoints from annotated methods. */
public final class EndpointFactory {
  private final Servers servers;
  private final ConfigurableListableBeanFactory beans;
  private final PayloadConverter converter;
  private final Validator validator;
  private final OnsObserver observer;
  private final EmbeddedValueResolver texts;
  private final DefaultMessageHandlerMethodFactory methods =
      new DefaultMessageHandlerMethodFactory();

  /**
   * A factory.
   *
   * @param validator null for none
   */
  public EndpointFactory(
      Servers servers,
      ConfigurableListableBeanFactory beans,
      PayloadConverter converter,
      Validator validator,
      OnsObserver observer) {
    this.servers = servers;
    this.beans = beans;
    this.converter = converter;
    this.validator = validator;
    this.observer = observer;
    this.texts = new EmbeddedValueResolver(beans);
    methods.setBeanFactory(beans);
    methods.setMessageConverter(converter.asMessageConverter());
    if (validator != null) {
      methods.setValidator(validator);
    }
    methods.setCustomArgumentResolvers(List.of(new ClientArguments()));
    methods.afterPropertiesSet();
  }

  /**
   * An endpoint.
   *
   * @param method one that the bean's own class has
   * @throws ONSClientException when the annotation contradicts itself, the method or the
   *     configuration
   */
  Endpoint endpoint(Object bean, Method method, OnsListener annotation) {
    String id = text(annotation.id());
    if (id.isEmpty()) {
      id = method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }
    String who = "@OnsListener " + id;
    Style style = style(annotation, who);
    ServerSettings server = servers.get(text(annotation.server()), who);
    String group = text(annotation.group());
    ConsumerKey consumer =
        new ConsumerKey(server.name(), group.isEmpty() ? server.group(who) : group);
    String topic = text(annotation.topic());
    check(!topic.isEmpty(), "%s has no topic; name one", who);

    InvocableHandlerMethod invocable = methods.createInvocableHandlerMethod(bean, method);
    BatchPayload batch =
        style == Style.BATCH
            ? new BatchPayload(invocable, converter.asMessageConverter(), validator, id)
            : null;
    OnsObserver.Received identity =
        new OnsObserver.Received(server.name(), topic, consumer.group(), id, List.of());
    return new Endpoint(
        id,
        consumer,
        topic,
        selector(annotation, style, who),
        properties(annotation, who),
        isTrue(text(annotation.autoStart()), who),
        new ListenerMethod(
            identity, style, invocable, batch, errorHandler(annotation, who), observer));
  }

  private static Style style(OnsListener annotation, String who) {
    check(
        !(annotation.ordered() && annotation.batch()),
        "%s is ordered and a batch; remove one of them",
        who);
    check(
        !(annotation.ordered() && annotation.broadcast()),
        "%s is ordered and a broadcast; remove one of them",
        who);
    if (annotation.batch()) {
      return Style.BATCH;
    }
    return annotation.ordered() ? Style.ORDERED : Style.SINGLE;
  }

  private MessageSelector selector(OnsListener annotation, Style style, String who) {
    String sql = text(annotation.sql());
    String tags = text(annotation.tags());
    if (sql.isEmpty()) {
      return MessageSelector.byTag(tags);
    }
    check(tags.equals("*"), "%s has both tags and sql; remove one of them", who);
    check(style != Style.BATCH, "%s is a batch, which chooses by tags only; remove sql", who);
    return MessageSelector.bySql(sql);
  }

  private Map<String, String> properties(OnsListener annotation, String who) {
    Map<String, String> properties = new HashMap<>();
    for (String entry : annotation.properties()) {
      String resolved = text(entry);
      int equals = resolved.indexOf('=');
      check(equals > 0, "%s has the property '" + resolved + "'; write key=value", who);
      properties.put(
          PropertyNames.key(resolved.substring(0, equals), who),
          resolved.substring(equals + 1).strip());
    }
    putIfThere(properties, PropertyKeyConst.ConsumeThreadNums, text(annotation.concurrency()));
    putIfThere(
        properties, PropertyKeyConst.ConsumeMessageBatchMaxSize, text(annotation.batchSize()));
    if (annotation.broadcast()) {
      properties.put(PropertyKeyConst.MessageModel, PropertyValueConst.BROADCASTING);
    }
    return properties;
  }

  private static void putIfThere(Map<String, String> properties, String key, String value) {
    if (!value.isEmpty()) {
      properties.put(key, value);
    }
  }

  private OnsErrorHandler errorHandler(OnsListener annotation, String who) {
    String name = text(annotation.errorHandler());
    if (name.isEmpty()) {
      return beans.getBeanProvider(OnsErrorHandler.class).getIfUnique();
    }
    check(
        beans.containsBean(name) && beans.isTypeMatch(name, OnsErrorHandler.class),
        "%s names the error handler '" + name + "', but no OnsErrorHandler bean has that name",
        who);
    return beans.getBean(name, OnsErrorHandler.class);
  }

  private static boolean isTrue(String text, String who) {
    check(
        text.equals("true") || text.equals("false"),
        "%s has autoStart = '" + text + "'; give true or false",
        who);
    return text.equals("true");
  }

  private String text(String value) {
    String resolved = texts.resolveStringValue(value);
    return resolved == null ? "" : resolved.strip();
  }

  private static void check(boolean good, String problem, String who) {
    if (!good) {
      throw new ONSClientException(problem.replace("%s", who), null, ErrorCode.INVALID_ARGUMENT);
    }
  }
}
