package io.openons.client.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.ClientDescription;
import com.aliyun.openservices.ons.api.ClientDescription.Origin;
import com.aliyun.openservices.ons.api.ClientDescription.Setting;
import com.aliyun.openservices.ons.api.ClientDescription.State;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.bean.ProducerBean;
import com.aliyun.openservices.ons.api.transaction.TransactionStatus;
import io.openons.client.platform.ProcessId;
import io.openons.client.testing.FakeServer;
import io.openons.client.testing.TestProperties;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/**
 * Goal: describe() shows the settings in force, and no secret.
 *
 * <p>Method: describes clients before, during and after their life.
 *
 * <p>A failure means: support is misled, or a secret is in a log.
 */
class DescribeTest {
  private static Setting setting(Admin client, String key) {
    return client.describe().properties().get(key);
  }

  @Test
  void a_client_that_is_not_started_describes_its_configuration_and_masks_secrets() {
    Producer producer =
        ONSFactory.createProducer(
            TestProperties.of("https://h:1", "SecurityToken", "sts", "SendMsgTimeoutMillis", "70"));

    ClientDescription description = producer.describe();

    assertThat(description.kind()).isEqualTo("Producer");
    assertThat(description.state()).isEqualTo(State.CREATED);
    assertThat(description.endpoint()).isEqualTo("h:1");
    assertThat(description.properties())
        .containsEntry("NAMESRV_ADDR", new Setting("https://h:1", Origin.GIVEN))
        .containsEntry("AccessKey", new Setting("ak", Origin.GIVEN))
        .containsEntry("SecretKey", new Setting("***", Origin.GIVEN))
        .containsEntry("SecurityToken", new Setting("***", Origin.GIVEN))
        .containsEntry("SendMsgTimeoutMillis", new Setting("70 ms", Origin.GIVEN))
        .containsEntry("SendMsgRetryTimes", new Setting("3 times", Origin.DEFAULT))
        .containsEntry("ons.tls", new Setting("verify", Origin.DERIVED))
        .containsEntry("ons.tlsCaFile", new Setting("", Origin.NOT_SET))
        .doesNotContainKeys("ConsumeThreadNums", "ProducerId", "OnsChannel");
  }

  @Test
  void the_text_has_a_line_for_each_part_and_no_secret() {
    Producer producer =
        ONSFactory.createProducer(TestProperties.of("h:1", "SecretKey", "do-not-show"));

    String text = producer.describe().toString();

    assertThat(text.lines())
        .startsWith("client = Producer", "state = CREATED", "clientId = ", "endpoint = h:1")
        .contains("SendMsgTimeoutMillis = 5000 ms (default)", "ons.tlsCaFile = (not set)");
    assertThat(text).endsWith("\n").doesNotContain("do-not-show");
  }

  @Test
  void a_running_client_tells_its_id_and_what_the_server_offers_until_it_is_closed() {
    try (FakeServer server = new FakeServer()) {
      server.features = "batch-send, new-thing";
      Producer producer = ONSFactory.createProducer(TestProperties.of(server.address()));
      producer.start();

      ClientDescription running = producer.describe();
      producer.shutdown();

      assertThat(running.state()).isEqualTo(State.STARTED);
      assertThat(running.connected()).isTrue();
      assertThat(running.clientId()).contains("@" + ProcessId.get() + "@");
      assertThat(running.toString()).contains("serverFeatures = batch-send, new-thing");
      assertThat(producer.describe().state()).isEqualTo(State.CLOSED);
      assertThat(producer.describe().connected()).isFalse();
    }
  }

  @Test
  void every_kind_of_client_has_its_own_defaults() {
    Properties properties = TestProperties.of("h:1", "CheckImmunityTimeInSeconds", "7");

    assertThat(setting(ONSFactory.createOrderProducer(properties), "SendMsgTimeoutMillis"))
        .hasToString("3000 ms (default)");
    assertThat(
            setting(
                ONSFactory.createTransactionProducer(
                    properties, message -> TransactionStatus.Unknow),
                "CheckImmunityTimeInSeconds"))
        .hasToString("7 s (given)");
    assertThat(setting(ONSFactory.createConsumer(properties), "maxCachedMessageSizeInMiB"))
        .hasToString("512 MiB (default)");
    assertThat(setting(ONSFactory.createPullConsumer(properties), "maxCachedMessageSizeInMiB"))
        .hasToString("100 MiB (default)");
    assertThat(setting(ONSFactory.createOrderedConsumer(properties), "suspendTimeMillis"))
        .hasToString("1000 ms (default)");
    assertThat(setting(ONSFactory.createBatchConsumer(properties), "ConsumeMessageBatchMaxSize"))
        .hasToString("32 messages (default)");
    properties.setProperty("MessageModel", "BROADCASTING");
    assertThat(setting(ONSFactory.createConsumer(properties), "MessageModel"))
        .hasToString("BROADCASTING (given)");
  }

  @Test
  void a_value_that_was_moved_into_its_range_and_an_older_key_are_shown_as_they_are_used() {
    Properties properties =
        TestProperties.of("h:1", "maxCachedMessageAmount", "7", "ConsumerId", "CID_OLD");
    properties.remove("GROUP_ID");
    Admin consumer = ONSFactory.createConsumer(properties);

    assertThat(setting(consumer, "maxCachedMessageAmount")).hasToString("100 messages (given)");
    assertThat(setting(consumer, "GROUP_ID")).hasToString("CID_OLD (given)");
  }

  @Test
  void credentials_that_were_replaced_are_those_of_the_description() {
    Producer producer = ONSFactory.createProducer(TestProperties.of("h:1"));
    Properties renewed = new Properties();
    renewed.setProperty("AccessKey", "renewed");
    renewed.setProperty("SecretKey", "renewed-secret");

    producer.updateCredential(renewed);

    assertThat(setting(producer, "AccessKey")).hasToString("renewed (derived)");
    assertThat(setting(producer, "SecretKey")).hasToString("*** (derived)");
    assertThat(setting(producer, "SecurityToken")).hasToString("(not set)");
  }

  @Test
  void a_bean_describes_the_client_that_it_started() {
    try (FakeServer server = new FakeServer()) {
      ProducerBean bean = new ProducerBean();
      bean.setProperties(TestProperties.of(server.address()));
      assertThatThrownBy(bean::describe).hasMessageContaining("start()");
      bean.start();
      try {
        assertThat(bean.describe().state()).isEqualTo(State.STARTED);
      } finally {
        bean.shutdown();
      }
    }
  }
}
