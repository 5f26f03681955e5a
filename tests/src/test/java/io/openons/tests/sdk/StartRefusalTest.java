package io.openons.tests.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.broker.GroupSettings;
import io.openons.broker.OnsBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a start that the broker refuses fails at once, and says what is wrong and what to do.
 * Method: clients with wrong keys, without rights and for topics that do not exist. A failure
 * means: a user waits for half a minute for an error that names the wrong cause.
 */
class StartRefusalTest {
  private static final String TOPIC = "orders";

  /** Far less than the time that a start has. */
  private static final Duration AT_ONCE = Duration.ofSeconds(5);

  @TempDir private Path folder;
  private OnsBroker broker;

  @BeforeEach
  void start() throws IOException {
    Path users =
        Files.writeString(
            folder.resolve("users.json"),
            """
            {"users": [{"accessKey": "billing", "secretKey": "secret-4f1c",
                        "topics": {"orders": "subscribe"}, "groups": {"GID_billing": "subscribe"}}]}
            """);
    broker = OnsBroker.builder().users(users).autoCreateTopics(false).start();
    broker.configureGroup("GID_billing", GroupSettings.DEFAULT);
  }

  @AfterEach
  void close() {
    broker.close();
  }

  @Test
  void a_wrong_secret_key_is_about_credentials() {
    ONSClientException refusal = refusal("wrong", "GID_billing");

    assertThat(refusal.getErrorCode()).isEqualTo(ErrorCode.UNAUTHORIZED);
    assertThat(refusal).hasMessageContainingAll("signature", "check AccessKey, SecretKey");
    assertThat(refusal.getMessage()).doesNotContain("[request ]");
  }

  @Test
  void a_group_that_may_not_be_used_is_named() {
    ONSClientException refusal = refusal("secret-4f1c", "GID_payroll");

    assertThat(refusal.getErrorCode()).isEqualTo(ErrorCode.UNAUTHORIZED);
    assertThat(refusal).hasMessageContainingAll("GID_payroll", "permissions");
  }

  @Test
  void a_topic_that_is_not_there_is_named() {
    ONSClientException refusal = refusal("secret-4f1c", "GID_billing");

    assertThat(refusal.getErrorCode()).isEqualTo(ErrorCode.TOPIC_NOT_FOUND);
    assertThat(refusal).hasMessageContainingAll("topic orders", "create the topic");
  }

  private ONSClientException refusal(String secretKey, String group) {
    Properties properties = new Properties();
    properties.setProperty(PropertyKeyConst.NAMESRV_ADDR, broker.endpoint());
    properties.setProperty(PropertyKeyConst.AccessKey, "billing");
    properties.setProperty(PropertyKeyConst.SecretKey, secretKey);
    properties.setProperty(PropertyKeyConst.GROUP_ID, group);
    properties.setProperty("ons.startTimeoutMillis", "20000");
    try (Consumer consumer = ONSFactory.createConsumer(properties)) {
      consumer.subscribe(TOPIC, "*", (message, context) -> Action.CommitMessage);
      long before = System.nanoTime();
      ONSClientException refusal = catchThrowableOfType(ONSClientException.class, consumer::start);
      assertThat(refusal).as("the start is refused").isNotNull();
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(AT_ONCE);
      return refusal;
    }
  }
}
