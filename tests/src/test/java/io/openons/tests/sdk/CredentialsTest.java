package io.openons.tests.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.broker.OnsBroker;
import io.openons.harness.Patience;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: clients of a broker that knows its users are who their keys say, also while keys are
 * exchanged. Method: clients with good, wrong and renewed keys, and senders that go on while
 * credentials are replaced under load. A failure means: whoever renews temporary credentials loses
 * messages now and then, or the wrong user gets in.
 */
class CredentialsTest {
  private static final String USERS =
      """
      {"users": [
        {"accessKey": "plain", "secretKey": "plain-secret-1", "user": "one",
         "topics": {"*": "both"}, "groups": {"*": "both"}},
        {"accessKey": "temporary", "secretKey": "temporary-secret-2", "sessionToken": "token-3", "user": "one",
         "topics": {"*": "both"}, "groups": {"*": "both"}}
      ]}
      """;

  private static final int SENDERS = 4;
  private static final int MESSAGES = 500;

  @TempDir private Path folder;
  private OnsBroker broker;

  @BeforeEach
  void start() throws Exception {
    broker = OnsBroker.builder().users(Files.writeString(folder.resolve("users"), USERS)).start();
  }

  @AfterEach
  void close() {
    broker.close();
  }

  private static Properties plain() {
    return credentials("plain", "plain-secret-1");
  }

  private static Properties temporary() {
    Properties properties = credentials("temporary", "temporary-secret-2");
    properties.setProperty(PropertyKeyConst.SecurityToken, "token-3");
    return properties;
  }

  private static Properties credentials(String accessKey, String secretKey) {
    Properties properties = new Properties();
    properties.setProperty(PropertyKeyConst.AccessKey, accessKey);
    properties.setProperty(PropertyKeyConst.SecretKey, secretKey);
    return properties;
  }

  private Properties client(Properties credentials) {
    credentials.setProperty(PropertyKeyConst.NAMESRV_ADDR, broker.endpoint());
    credentials.setProperty(PropertyKeyConst.GROUP_ID, "GID_users");
    return credentials;
  }

  private static Message message(String body) {
    return new Message("Secured", "tag", body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  @Tag("F-022")
  void credentials_are_replaced_again_and_again_under_load_and_no_request_is_refused()
      throws Exception {
    Set<String> received = ConcurrentHashMap.newKeySet();
    CountDownLatch all = new CountDownLatch(SENDERS * MESSAGES);
    AtomicBoolean sending = new AtomicBoolean(true);
    ExecutorService threads = Executors.newFixedThreadPool(SENDERS + 1);
    try (Consumer consumer = ONSFactory.createConsumer(client(plain()));
        Producer producer = ONSFactory.createProducer(client(temporary()))) {
      consumer.subscribe(
          "Secured",
          "*",
          (message, context) -> {
            if (received.add(new String(message.getBody(), StandardCharsets.UTF_8))) {
              all.countDown();
            }
            return Action.CommitMessage;
          });
      consumer.start();
      producer.start();

      Future<Integer> updates =
          threads.submit(
              () -> {
                int count = 0;
                for (; sending.get(); count++) {
                  Properties next = count % 2 == 0 ? plain() : temporary();
                  producer.updateCredential(next);
                  consumer.updateCredential(next);
                }
                return count;
              });
      List<Future<?>> senders =
          IntStream.range(0, SENDERS)
              .<Future<?>>mapToObj(
                  sender ->
                      threads.submit(
                          () -> {
                            for (int i = 0; i < MESSAGES; i++) {
                              producer.send(message(sender + "-" + i));
                            }
                          }))
              .toList();
      for (Future<?> sender : senders) {
        sender.get(Patience.SECONDS, TimeUnit.SECONDS);
      }
      assertThat(all.await(Patience.SECONDS, TimeUnit.SECONDS))
          .as("%s left", all.getCount())
          .isTrue();
      sending.set(false);

      assertThat(updates.get(Patience.SECONDS, TimeUnit.SECONDS)).isGreaterThan(SENDERS * MESSAGES);
    } finally {
      sending.set(false);
      threads.shutdown();
    }
  }

  @Test
  @Tag("F-023")
  void a_token_of_temporary_credentials_is_needed_and_sent() {
    try (Producer producer = ONSFactory.createProducer(client(temporary()))) {
      producer.start();
      assertThat(producer.send(message("with its token")).getMessageId()).isNotEmpty();

      producer.updateCredential(credentials("temporary", "temporary-secret-2"));

      assertThatThrownBy(() -> producer.send(message("without"))).satisfies(this::isUnauthorized);
    }
  }

  @Test
  @Tag("F-026")
  void a_wrong_secret_or_an_unknown_key_keeps_a_client_from_starting() {
    for (Properties wrong :
        List.of(credentials("plain", "another"), credentials("nobody", "plain-secret-1"))) {
      try (Producer producer = ONSFactory.createProducer(client(wrong))) {
        assertThatThrownBy(producer::start).satisfies(this::isUnauthorized);
      }
    }
  }

  private void isUnauthorized(Throwable failure) {
    assertThat(failure)
        .isInstanceOfSatisfying(
            ONSClientException.class,
            refused -> {
              assertThat(refused.getErrorCode()).isEqualTo(ErrorCode.UNAUTHORIZED);
              assertThat(refused.isRetryable()).isFalse();
            });
  }
}
