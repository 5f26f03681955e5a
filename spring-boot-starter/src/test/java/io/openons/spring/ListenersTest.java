package io.openons.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.aliyun.openservices.ons.api.transaction.TransactionStatus;
import io.openons.broker.GroupSettings;
import io.openons.broker.OnsBroker;
import io.openons.broker.StartPosition;
import io.openons.harness.Patience;
import io.openons.spring.Listening.Order;
import io.openons.spring.listener.ListenerContainer;
import io.openons.spring.listener.OnsListeners;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Goal: what an application sends reaches its methods, in every style. Method: one application with
 * a listener of each kind, and two brokers; the same on each line of Spring Boot. A failure names
 * the style that does not work.
 */
class ListenersTest {
  private static OnsBroker broker;
  private static OnsBroker billing;
  private static ConfigurableApplicationContext application;
  private static OnsTemplate template;

  @BeforeAll
  static void start() {
    broker =
        OnsBroker.builder()
            .newGroupsStartAt(StartPosition.EARLIEST)
            .transactionChecks(Duration.ofMillis(50), Duration.ofMillis(50), 15)
            .start();
    broker.configureGroup("GID_again", new GroupSettings(false, 16, List.of(Duration.ofMillis(1))));
    billing = OnsBroker.builder().newGroupsStartAt(StartPosition.EARLIEST).start();
    application =
        new SpringApplicationBuilder(Listening.class)
            .web(WebApplicationType.NONE)
            .run(
                "--test.topic=raw",
                "--ons.endpoint=" + broker.endpoint(),
                "--ons.access-key=any",
                "--ons.secret-key=any",
                "--ons.servers.billing.client.AccessKey=any",
                "--ons.servers.billing.client.secret_key=any",
                "--ons.client.ons.start-timeout-millis=29000",
                "--ons.servers.billing.endpoint=" + billing.endpoint());
    template = application.getBean(OnsTemplate.class);
  }

  @AfterAll
  static void end() {
    application.close();
    billing.close();
    broker.close();
  }

  @Test
  void the_tests_run_on_the_line_of_boot_that_they_say() {
    assertThat(SpringBootVersion.getVersion()).isEqualTo(System.getProperty("ons.test.boot"));
  }

  @Test
  void a_payload_is_converted_and_its_tag_and_properties_are_headers() throws Exception {
    template.send("json:sold", new Order("not subscribed", 1));
    template.message("json").tag("paid").property("colour", "red").send(new Order("a", 7));

    assertThat(Listening.next("json")).isEqualTo("Order[id=a, price=7] paid red");
  }

  @Test
  void a_method_may_have_the_message_and_share_its_group_with_another_topic() throws Exception {
    template.message("raw").key("k1").send("as it is");

    assertThat(Listening.next("raw")).isEqualTo("k1 true as it is");
  }

  @Test
  void an_annotation_of_the_application_may_carry_ours() throws Exception {
    template.sendAsync("own", "bytes".getBytes()).get(Patience.SECONDS, TimeUnit.SECONDS);

    assertThat(Listening.next("own")).isEqualTo("bytes");
  }

  @Test
  void the_messages_of_a_sharding_key_come_in_order() throws Exception {
    for (String id : List.of("1", "2", "3")) {
      template.message("ordered").shardingKey("k").send(new Order(id, 1));
    }

    assertThat(Listening.next("ordered")).isEqualTo("k1");
    assertThat(Listening.next("ordered")).isEqualTo("k2");
    assertThat(Listening.next("ordered")).isEqualTo("k3");
  }

  @Test
  void a_batch_is_a_list_of_converted_payloads() throws Exception {
    template.send("batch", new Order("b1", 1));
    template.send("batch", new Order("b2", 2));

    assertThat(List.of(Listening.next("batch"), Listening.next("batch")))
        .containsExactlyInAnyOrder(new Order("b1", 1), new Order("b2", 2));
  }

  @Test
  void sql_chooses_by_user_properties() throws Exception {
    template.message("sql").property("price", "5").send(new Order("cheap", 5));
    template.message("sql").property("price", "50").send(new Order("dear", 50));

    assertThat(Listening.next("sql")).isEqualTo(new Order("dear", 50));
  }

  @Test
  void what_a_listener_cannot_take_goes_to_its_error_handler() throws Exception {
    template.send("broken", new Order("throws", 1));
    template.send("broken", new Order("negative", -1));
    template.send("broken", "no JSON");
    template.send("broken", new Order("good", 1));

    assertThat(Listening.next("broken")).isEqualTo(new Order("good", 1));
    assertThat(
            List.of(
                Listening.next("dropped"), Listening.next("dropped"), Listening.next("dropped")))
        .containsExactlyInAnyOrder(
            "IllegalStateException",
            "MethodArgumentNotValidException",
            "MessageConversionException");
  }

  @Test
  void a_method_that_asks_for_it_gets_the_message_again() throws Exception {
    template.send("again", new Order("x", 1));

    assertThat(Listening.next("again")).isEqualTo("x0");
    assertThat(Listening.next("again")).isEqualTo("x1");
  }

  @Test
  void the_listener_of_a_group_decides_its_transactions_and_answers_checks() throws Exception {
    template
        .message("paid")
        .transactionGroup("GID_decides")
        .sendInTransaction("committed", TransactionStatus.CommitTransaction);
    assertThat(Listening.next("paid")).isEqualTo("committed");

    template
        .message("paid")
        .transactionGroup("GID_decides")
        .sendInTransaction("left open", TransactionStatus.Unknow);
    assertThat(Listening.next("checked")).isEqualTo("paid");
    assertThat(Listening.next("paid")).isEqualTo("left open");

    assertThatThrownBy(
            () -> template.message("paid").transactionGroup("GID_x").sendInTransaction("a", null))
        .isInstanceOf(ONSClientException.class)
        .hasMessageContaining("no @OnsTransactionListener for the group 'GID_x'");
  }

  @Test
  void a_named_server_has_its_own_template_and_listeners() throws Exception {
    OnsTemplate other = application.getBean("billingOnsTemplate", OnsTemplate.class);
    other.send("json:paid", "to billing");

    assertThat(Listening.next("billing")).isEqualTo("to billing");
    assertThat(other.getServer()).isEqualTo("billing");
  }

  @Test
  void listeners_can_be_stopped_and_started_again() throws Exception {
    ListenerContainer own =
        application.getBean(OnsListeners.class).containers().stream()
            .filter(container -> container.group().equals("GID_own"))
            .findFirst()
            .orElseThrow();

    own.stop();
    assertThat(own.isRunning()).isFalse();
    own.start();
    template.send("own", "after the restart");

    assertThat(Listening.next("own")).isEqualTo("after the restart");
  }

  @Test
  void a_payload_without_a_converter_is_refused_before_it_is_sent() {
    assertThatThrownBy(() -> template.send("json", null))
        .isInstanceOfSatisfying(
            ONSClientException.class,
            refused -> assertThat(refused.getErrorCode()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
        .hasMessageContaining("the payload of a message to 'json'");
  }
}
