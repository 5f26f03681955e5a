package io.openons.tests.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.MessageListener;
import com.aliyun.openservices.ons.api.bean.ConsumerBean;
import com.aliyun.openservices.ons.api.bean.ProducerBean;
import io.openons.broker.OnsBroker;
import io.openons.tests.sdk.SdkFixture.Seen;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.GenericXmlApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * Goal: the beans work in a Spring context by XML alone, as programs for ONS have them.
 *
 * <p>Method: loads the file of the examples, with another listener in the place of the one that
 * prints.
 */
class SpringContextTest {
  private static final String EXAMPLE = "/io/openons/examples/beans.xml";

  private final Seen<String> seen = new Seen<>();

  private GenericXmlApplicationContext context(OnsBroker broker) {
    GenericXmlApplicationContext context = new GenericXmlApplicationContext();
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(new MapPropertySource("test", Map.of("ons.endpoint", broker.endpoint())));
    context.load(EXAMPLE);
    context.registerBean(
        "listener",
        MessageListener.class,
        () ->
            (message, consumption) -> {
              seen.add(SdkFixture.body(message));
              return Action.CommitMessage;
            });
    context.refresh();
    return context;
  }

  private static Message order(String tag, int amount) {
    Message message = SdkFixture.message("example-spring", tag + " " + amount);
    message.setTag(tag);
    message.putUserProperties("amount", "" + amount);
    return message;
  }

  @Test
  @Tag("F-131")
  @Tag("F-132")
  @Tag("F-133")
  void consumers_of_two_groups_live_with_the_context_and_get_what_each_selects() {
    List<ConsumerBean> consumers;
    ProducerBean producer;
    try (OnsBroker broker = OnsBroker.start();
        GenericXmlApplicationContext context = context(broker)) {
      producer = context.getBean(ProducerBean.class);
      consumers = List.copyOf(context.getBeansOfType(ConsumerBean.class).values());
      assertThat(consumers).hasSize(2).allMatch(ConsumerBean::isStarted);

      producer.send(order("paid", 20));
      producer.send(order("created", 500));
      producer.send(order("returned", 300));
      producer.send(order("created", 30));

      assertThat(seen.next(4))
          .containsExactlyInAnyOrder("paid 20", "returned 300", "created 500", "returned 300");
    }
    assertThat(consumers).allMatch(ConsumerBean::isClosed);
    assertThat(producer.isClosed()).isTrue();
    assertThat(seen.size()).isZero();
  }
}
