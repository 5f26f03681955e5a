package io.openons.tests.apache;

import static io.openons.proto.v2.MessageType.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Goal: clients get to a real Apache RocketMQ with and without TLS, and back to it after a crash.
 *
 * <p>Method: both schemes against its self-signed certificate; a crash of proxy and broker under
 * running clients.
 *
 * <p>A failure means: users are shut out, or have to restart their programs after the server.
 */
@ExtendWith(ApacheExtension.class)
@Timeout(600)
class ConnectionTest {
  @Test
  void messages_go_through_tls_when_trust_in_every_server_is_chosen(Apache apache)
      throws Exception {
    String topic = apache.topic(NORMAL);
    Inbox inbox = new Inbox();
    Properties tls = tls(apache);
    tls.put("ons.tls", "trust-all");
    try (Producer producer = ONSFactory.createProducer(tls);
        Consumer consumer = apache.consumer(tls, apache.group(), topic, "*", inbox)) {
      assertThat(consumer.isStarted()).isTrue();
      producer.start();
      producer.send(Texts.message(topic, "secret"));

      assertThat(Texts.of(inbox.next())).isEqualTo("secret");
    }
  }

  @Test
  void a_certificate_that_nobody_vouches_for_is_refused_with_the_remedy(Apache apache)
      throws Exception {
    String topic = apache.topic(NORMAL);
    try (Producer producer = ONSFactory.createProducer(tls(apache))) {
      ONSClientException refusal =
          catchThrowableOfType(
              ONSClientException.class,
              () -> {
                producer.start();
                producer.send(Texts.message(topic, "secret"));
              });

      assertThat(refusal.getErrorCode()).isEqualTo(ErrorCode.TLS_FAILED);
      assertThat(refusal).hasMessageContainingAll("ons.tlsCaFile", "trust-all");
    }
  }

  @Test
  void clients_go_on_after_proxy_and_broker_crashed(Apache apache) throws Exception {
    String topic = apache.topic(NORMAL);
    Inbox inbox = new Inbox();
    try (Producer producer = apache.producer();
        Consumer consumer = apache.consumer(apache.group(), topic, "*", inbox)) {
      assertThat(consumer.isStarted()).isTrue();
      producer.send(Texts.message(topic, "before"));
      assertThat(Texts.of(inbox.next())).isEqualTo("before");

      apache.crashAndRestart();
      producer.send(Texts.message(topic, "after"));

      String next;
      do {
        next = Texts.of(inbox.next());
      } while (next.equals("before"));
      assertThat(next).isEqualTo("after");
    }
  }

  private static Properties tls(Apache apache) {
    Properties properties = apache.properties();
    properties.put(PropertyKeyConst.NAMESRV_ADDR, "https://" + apache.endpoint());
    return properties;
  }
}
