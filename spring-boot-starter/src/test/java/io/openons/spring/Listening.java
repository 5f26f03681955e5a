package io.openons.spring;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.ConsumeContext;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.transaction.LocalTransactionChecker;
import com.aliyun.openservices.ons.api.transaction.LocalTransactionExecuter;
import com.aliyun.openservices.ons.api.transaction.TransactionStatus;
import io.openons.harness.Patience;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AliasFor;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

/** An application with a listener of each kind; each writes down what it is called with. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class Listening {
  /** What was received, by topic. */
  static final Map<String, BlockingQueue<Object>> RECEIVED = new ConcurrentHashMap<>();

  record Order(String id, int price) {}

  static BlockingQueue<Object> of(String topic) {
    return RECEIVED.computeIfAbsent(topic, any -> new LinkedBlockingQueue<>());
  }

  static Object next(String topic) throws InterruptedException {
    return of(topic).poll(Patience.SECONDS, TimeUnit.SECONDS);
  }

  /** The annotation of an application. */
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @OnsListener(topic = "", group = "GID_own")
  @interface Audited {
    @AliasFor(annotation = OnsListener.class)
    String topic();
  }

  @OnsListener(topic = "json", group = "GID_json", tags = "paid || returned", concurrency = "2")
  void json(Order order, @Header(OnsHeaders.TAG) String tag, @Header("colour") String colour) {
    of("json").add(order + " " + tag + " " + colour);
  }

  @OnsListener(topic = "${test.topic}", group = "GID_json")
  void raw(Message message, ConsumeContext context, String body) {
    of("raw").add(message.getKey() + " " + (context != null) + " " + body);
  }

  @Audited(topic = "own")
  void own(byte[] body) {
    of("own").add(new String(body));
  }

  @OnsListener(topic = "ordered", group = "GID_ordered", ordered = true)
  void ordered(Order order, @Header(OnsHeaders.SHARDING_KEY) String key) {
    of("ordered").add(key + order.id());
  }

  @OnsListener(topic = "batch", group = "GID_batch", batch = true, batchSize = "8")
  void batch(List<Order> orders) {
    of("batch").addAll(orders);
  }

  @OnsListener(
      topic = "sql",
      group = "GID_sql",
      sql = "price > 10",
      properties = "consume-timeout=5")
  void sql(Order order) {
    of("sql").add(order);
  }

  @OnsListener(topic = "broken", group = "GID_broken", errorHandler = "drop")
  void broken(@Payload @Validated Order order) {
    if (order.id().equals("throws")) {
      throw new IllegalStateException("no such order");
    }
    of("broken").add(order);
  }

  @OnsListener(topic = "again", group = "GID_again")
  Action again(Order order, @Header(OnsHeaders.RECONSUME_TIMES) int times) {
    of("again").add(order.id() + times);
    return times == 0 ? Action.ReconsumeLater : Action.CommitMessage;
  }

  @OnsListener(topic = "paid", group = "GID_transactions")
  void decided(String text) {
    of("paid").add(text);
  }

  @OnsListener(topic = "json", server = "billing", group = "GID_json")
  void billing(String text) {
    of("billing").add(text);
  }

  @Bean
  OnsErrorHandler drop() {
    return (messages, failure) -> {
      of("dropped").add(failure.getClass().getSimpleName());
      return Action.CommitMessage;
    };
  }

  @Bean
  Validator prices() {
    return new Validator() {
      @Override
      public boolean supports(Class<?> type) {
        return type == Order.class;
      }

      @Override
      public void validate(Object target, Errors errors) {
        if (((Order) target).price() < 0) {
          errors.reject("negative", "the price is negative");
        }
      }
    };
  }

  /** Leaves what it is not sure of to the check. */
  @OnsTransactionListener(group = "GID_decides")
  static class Decisions implements LocalTransactionExecuter, LocalTransactionChecker {
    @Override
    public TransactionStatus execute(Message message, Object argument) {
      return (TransactionStatus) argument;
    }

    @Override
    public TransactionStatus check(Message message) {
      of("checked").add(message.getTopic());
      return TransactionStatus.CommitTransaction;
    }
  }
}
