package io.openons.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openservices.ons.api.SendResult;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.openons.broker.OnsBroker;
import io.openons.harness.Patience;
import io.openons.spring.test.AutoConfigureOnsBroker;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Goal: an application ends in the right order and loses nothing, and meanwhile can be watched.
 * Method: a listener is held inside of its method while the application closes; a lifecycle bean
 * stands for the web server, in the lowest phase that one has in any Spring Boot. A failure shows
 * the order that was.
 */
class LifeTest {
  /** What happened, in order. */
  private static final List<String> EVENTS = new CopyOnWriteArrayList<>();

  private static CountDownLatch received;
  private static CountDownLatch webStopped;

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @AutoConfigureOnsBroker
  static class Application {
    @Bean
    MeterRegistry meters() {
      return new SimpleMeterRegistry();
    }

    @Bean
    SmartLifecycle web() {
      return new Web();
    }

    @Bean
    Orders orders(OnsTemplate template) {
      return new Orders(template);
    }
  }

  static class Orders {
    private final OnsTemplate template;

    Orders(OnsTemplate template) {
      this.template = template;
    }

    @OnsListener(topic = "fast", id = "fast")
    void fast(String text) {}

    @OnsListener(topic = "slow", id = "slow")
    void slow(String text) throws InterruptedException {
      received.countDown();
      assertThat(webStopped.await(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
      SendResult sent = template.send("follow-up", text);
      EVENTS.add("listener sent " + (sent.getMessageId() != null));
    }
  }

  /** In the phase of a web server's start and stop. */
  static class Web implements SmartLifecycle {
    private volatile boolean running;

    @Override
    public void start() {
      running = true;
    }

    @Override
    public void stop() {
      running = false;
      EVENTS.add("web stopped");
      webStopped.countDown();
    }

    @Override
    public boolean isRunning() {
      return running;
    }

    @Override
    public int getPhase() {
      return SmartLifecycle.DEFAULT_PHASE - 2048;
    }
  }

  @Test
  void the_web_stops_listeners_drain_and_producers_flush_and_all_is_measured() throws Exception {
    EVENTS.clear();
    received = new CountDownLatch(1);
    webStopped = new CountDownLatch(1);
    ConfigurableApplicationContext context =
        new SpringApplicationBuilder(Application.class)
            .web(WebApplicationType.NONE)
            .run("--ons.group-id=GID_life", "--ons.template.eager=true");
    MeterRegistry meters = context.getBean(MeterRegistry.class);
    OnsTemplate template = context.getBean(OnsTemplate.class);
    assertThat(status(context)).isEqualTo("UP");
    assertThat(meters.get("ons.clients.connected").gauge().value()).isEqualTo(2);

    template.send("fast", "measured");
    await(() -> timer(meters, "ons.process", "listener", "fast") == 1);
    assertThat(timer(meters, "ons.send", "topic", "fast")).isEqualTo(1);

    template.send("slow", "order 1");
    assertThat(received.await(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
    context.close();

    assertThat(EVENTS).containsExactly("web stopped", "listener sent true");
    assertThat(template.sendAsync("slow", "too late"))
        .isCompletedExceptionally(); // and does not start a client again
  }

  @Test
  void an_outage_is_no_health() {
    received = new CountDownLatch(0);
    webStopped = new CountDownLatch(0);
    try (ConfigurableApplicationContext context =
        new SpringApplicationBuilder(Application.class)
            .web(WebApplicationType.NONE)
            .run("--ons.group-id=GID_life", "--ons.client.shutdown-timeout-millis=0")) {
      context.getBean(OnsBroker.class).close();

      await(() -> status(context).equals("DOWN"));
    }
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Patience.LONG.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it comes in time").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  /** How often it was measured. */
  private static long timer(MeterRegistry meters, String name, String tag, String value) {
    Timer timer =
        meters.find(name).tag(tag, value).tag("server", "default").tag("error", "none").timer();
    return timer == null ? 0 : timer.count();
  }

  /** By reflection, since the interface has another name in Boot 4 than before. */
  private static String status(ConfigurableApplicationContext context) {
    try {
      Object indicator = context.getBean("onsHealthIndicator");
      Method health = indicator.getClass().getInterfaces()[0].getMethod("health");
      Object state = health.invoke(indicator);
      return state.getClass().getMethod("getStatus").invoke(state).toString();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
