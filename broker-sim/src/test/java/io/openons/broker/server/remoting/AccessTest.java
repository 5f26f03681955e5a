package io.openons.broker.server.remoting;

import static io.openons.broker.server.remoting.RemotingFixture.SEND;
import static io.openons.broker.server.remoting.RemotingFixture.heartbeat;
import static io.openons.broker.server.remoting.RemotingFixture.sendFields;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.OnsBroker;
import io.openons.broker.server.remoting.codec.Command;
import io.openons.broker.testing.LogLines;
import io.openons.broker.testing.RemotingClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: with access control on, a request is done only when a user with the right signed it.
 *
 * <p>Method: requests signed as clients sign them, rightly and wrongly.
 *
 * <p>A failure means: the port is a back door, or users are shut out.
 */
class AccessTest {
  private static final String USERS =
      """
      {"users": [{"accessKey": "shop", "secretKey": "s3cret-of-shop", "topics": {"orders": "both"},
        "groups": {"GID_shop": "subscribe"}},
        {"accessKey": "operator", "secretKey": "s3cret-of-operator", "administration": "full"},
        {"accessKey": "auditor", "secretKey": "s3cret-of-auditor", "administration": "read"}]}
      """;

  @TempDir Path folder;
  private OnsBroker broker;
  private RemotingClient client;
  private String user = "shop";

  @BeforeEach
  void start() throws Exception {
    var users = Files.writeString(folder.resolve("users.json"), USERS);
    broker = OnsBroker.builder().users(users).start();
    client = new RemotingClient(broker.endpoint("remoting"));
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    broker.close();
  }

  private Command ask(
      String secret, int code, Map<String, String> fields, String body, String hidden)
      throws Exception {
    var signed = new TreeMap<>(fields);
    signed.put("AccessKey", user);
    var sent = new TreeMap<>(signed);
    if (hidden != null) {
      signed.put("split", hidden);
    }
    var mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA1"));
    signed.values().forEach(value -> mac.update(value.getBytes(UTF_8)));
    sent.put("Signature", Base64.getEncoder().encodeToString(mac.doFinal(body.getBytes(UTF_8))));
    return client.ask(code, sent, body.getBytes(UTF_8));
  }

  private Command ask(String secret, int code, Map<String, String> fields, String body)
      throws Exception {
    return ask(secret, code, fields, body, null);
  }

  @Test
  void what_a_user_with_the_right_signed_is_done() throws Exception {
    assertThat(ask("s3cret-of-shop", SEND, sendFields("orders", 0), "hello").code()).isZero();
    assertThat(
            ask("s3cret-of-shop", 34, Map.of(), heartbeat("A", "GID_shop", "orders", "*")).code())
        .isZero();
  }

  @Test
  void what_nobody_or_another_signed_is_refused() throws Exception {
    var nobody = client.ask(SEND, sendFields("orders", 0), new byte[] {1});
    assertThat(nobody.code()).isEqualTo(16);
    assertThat(nobody.remark()).contains("not signed");
    var wrong = ask("guessed", SEND, sendFields("orders", 0), "hello");
    assertThat(wrong.code()).isEqualTo(16);
    assertThat(wrong.remark()).contains("signature of access key shop is wrong");
  }

  @Test
  void what_the_user_has_no_right_to_is_refused() throws Exception {
    var topic = ask("s3cret-of-shop", SEND, sendFields("salaries", 0), "hello");
    assertThat(topic.code()).isEqualTo(16);
    assertThat(topic.remark()).contains("lacks the right 'publish' on topic salaries");
    var group = ask("s3cret-of-shop", 34, Map.of(), heartbeat("A", "GID_hr", "orders", "*"));
    assertThat(group.code()).isEqualTo(16);
    assertThat(ask("s3cret-of-shop", 105, Map.of("topic", "salaries"), "").code()).isEqualTo(16);
  }

  @Test
  void only_administrators_do_what_operators_do_and_each_refusal_is_logged() throws Exception {
    var log =
        LogLines.of(
            () -> {
              var refused = askUnchecked("s3cret-of-shop", 206);
              assertThat(refused.code()).isEqualTo(16);
              assertThat(refused.remark())
                  .contains("access key shop lacks the right 'read' of administration");
              assertThat(askUnchecked("s3cret-of-shop", 215).code()).isEqualTo(16);
              assertThat(askUnchecked("guessed", 206).remark())
                  .contains("signature of access key shop is wrong");
            });
    assertThat(log)
        .contains("request 206 of operators: access key shop lacks")
        .contains("request 215 of operators: access key shop lacks")
        .contains("request 206 of operators: the signature of access key shop is wrong");

    user = "auditor";
    assertThat(askUnchecked("s3cret-of-auditor", 206).code()).isZero();
    assertThat(askUnchecked("s3cret-of-auditor", 215).remark())
        .contains("access key auditor lacks the right 'full' of administration");
    user = "operator";
    assertThat(askUnchecked("s3cret-of-operator", 206).code()).isZero();
    assertThat(ask("s3cret-of-operator", SEND, sendFields("anything", 0), "hello").code()).isZero();
  }

  private Command askUnchecked(String secret, int code) {
    try {
      return ask(secret, code, Map.of("topic", "orders"), "");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_question_for_a_route_may_be_signed_with_the_hidden_field() throws Exception {
    assertThat(ask("s3cret-of-shop", 105, Map.of("topic", "orders"), "", "\u0001").code()).isZero();
  }
}
