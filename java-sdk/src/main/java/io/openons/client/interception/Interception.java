package io.openons.client.interception;

import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.aliyun.openservices.ons.api.spi.DefaultInvocationContext;
import com.aliyun.openservices.ons.api.spi.Interceptor;
import io.openons.client.config.ClientConfig;
import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import io.openons.client.runtime.UserCode;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** The interceptors of one client. Without any, a round costs nothing but its object. */
public final class Interception {
  private static final Log log = Logs.of(Interception.class);

  private final List<Interceptor<Admin>> interceptors;
  private final Admin invoker;
  private final String instance;
  private final String group;

  private Interception(
      List<Interceptor<Admin>> interceptors, Admin invoker, String instance, String group) {
    this.interceptors = interceptors;
    this.invoker = invoker;
    this.instance = instance;
    this.group = group;
  }

  /**
   * Finds the interceptors of a type.
   *
   * @throws ONSClientException when one cannot be made
   * @param group a consumer's group; null for producers
   */
  public static <I extends Interceptor<Admin>> Interception find(
      Class<I> type, Admin invoker, ClientConfig config, String group) {
    List<Interceptor<Admin>> found = new ArrayList<>();
    UserCode.run(
        () -> ServiceLoader.load(type).forEach(found::add),
        thrown -> {
          throw new ONSClientException(
              "an interceptor in META-INF/services/"
                  + type.getName()
                  + " cannot be used; mend it, or remove it from that file: "
                  + thrown,
              thrown,
              ErrorCode.ABORTED_BY_INTERCEPTOR);
        });
    String instance = config.instanceId().isEmpty() ? null : config.instanceId();
    return new Interception(List.copyOf(found), invoker, instance, group);
  }

  /** Whether there are no interceptors. */
  public boolean isEmpty() {
    return interceptors.isEmpty();
  }

  /**
   * Begins a round.
   *
   * @throws ONSClientException when an interceptor threw; then the round is over
   */
  public Round begin(List<Message> messages) {
    Round round = new Round(messages);
    round.before();
    return round;
  }

  /** One action with what is around it. */
  public final class Round {
    private final DefaultInvocationContext context = new DefaultInvocationContext();
    private final List<Interceptor<Admin>> entered = new ArrayList<>(interceptors.size());

    private Round(List<Message> messages) {
      context.setMessages(messages);
      context.setConsumerGroup(group);
      context.setNamespaceId(instance);
    }

    private void before() {
      for (Interceptor<Admin> interceptor : interceptors) {
        boolean goesOn =
            UserCode.call(
                () -> interceptor.preHandle(context, invoker),
                thrown -> {
                  end();
                  throw new ONSClientException(
                      "interceptor " + interceptor.getClass().getName() + " threw: " + thrown,
                      thrown,
                      ErrorCode.ABORTED_BY_INTERCEPTOR);
                });
        if (!goesOn) {
          return;
        }
        entered.add(interceptor);
      }
    }

    /** Whether there is no interceptor around the action. */
    public boolean isEmpty() {
      return entered.isEmpty();
    }

    /** Whether every interceptor wants the action. */
    public boolean mayGoOn() {
      return entered.size() == interceptors.size();
    }

    /** What the interceptors see. */
    public DefaultInvocationContext context() {
      return context;
    }

    /** Ends the round. */
    public void end() {
      for (int i = entered.size() - 1; i >= 0; i--) {
        Interceptor<Admin> interceptor = entered.get(i);
        UserCode.run(
            () -> interceptor.postHandle(context, invoker),
            thrown ->
                log.warn(
                    "interceptor {} threw afterwards", interceptor.getClass().getName(), thrown));
      }
    }
  }
}
