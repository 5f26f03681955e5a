package io.openons.broker.server.remoting;

import static io.openons.broker.server.remoting.RemotingFixture.HAS_SUBSCRIPTION;
import static io.openons.broker.server.remoting.RemotingFixture.PULL;
import static io.openons.broker.server.remoting.RemotingFixture.WAIT;
import static io.openons.broker.server.remoting.RemotingFixture.pullFields;
import static io.openons.broker.server.remoting.RemotingFixture.send;
import static io.openons.broker.testing.TestBroker.fresh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openons.broker.OnsBroker;
import io.openons.broker.server.remoting.codec.Format;
import io.openons.broker.testing.RawConnection;
import io.openons.broker.testing.RemotingClient;
import io.openons.broker.testing.TestBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: whatever comes to the port of the remoting protocol gets an answer or is cut off, and costs
 * little.
 *
 * <p>Method: raw sockets, and requests beyond the limits, at a broker with low ones.
 *
 * <p>A failure means: a stranger holds connections or memory, or waits for ever.
 */
class StrangersTest {
  @RegisterExtension
  static final TestBroker BROKER = new TestBroker(builder -> builder.maxWaitingPerConnection(2));

  private static String endpoint() {
    return BROKER.broker().endpoint("remoting");
  }

  @Test
  void a_web_browser_is_told_what_this_port_is() throws IOException {
    try (var connection = new RawConnection(endpoint())) {
      assertThat(connection.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").readToEnd())
          .startsWith("HTTP/1.1 400 ")
          .contains("RocketMQ remoting", "NAMESRV_ADDR");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage",
        "\u0001\u0000\u0000\u0001",
        "\u0000\u0000\u0000\u0001",
        "\u0000\u0000\u0000\u0004\u0009\u0000\u0000\u0000",
        "\u0000\u0000\u0000\u0006\u0000\u0000\u0000\u0002[]"
      })
  void a_connection_that_sends_no_frame_is_closed(String bytes) throws IOException {
    try (var connection = new RawConnection(endpoint())) {
      assertThat(connection.send(bytes).readToEnd()).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "34; {'clientID':'c','producerDataSet':[null]}",
        "34; {'clientID':'c','consumerDataSet':[null]}",
        "41; {'clientId':'c','consumerGroup':'GID_x','mqSet':[null]}",
        "200151; {'acks':[null]}"
      })
  void a_null_in_a_list_is_refused(int code, String body) throws IOException {
    try (var client = new RemotingClient(endpoint())) {
      var json = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);

      assertThat(client.ask(code, Map.of(), json).remark())
          .contains("the body of request " + code + " is no JSON as it should be");
    }
  }

  @Test
  void clients_speak_tls_at_the_same_port() throws Exception {
    var authority = BROKER.broker().dataDir().resolve("tls").resolve("authority.pem");
    // The certificate is made when it is first needed; plaintext clients are served meanwhile.
    try (var plain = new RawConnection(endpoint())) {
      plain.send("\u0016\u0003\u0001\u0000\u0005hello").readToEnd();
    }
    var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null);
    try (var in = Files.newInputStream(authority)) {
      trusted.setCertificateEntry(
          "broker", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    var tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    var socket = tls.getSocketFactory().createSocket("127.0.0.1", BROKER.broker().remotingPort());

    try (var client = new RemotingClient(socket, Format.JSON)) {
      send(client, fresh("secret"), 0, "x".repeat(100_000));
    }
  }

  @Test
  void pulls_that_wait_are_bounded_and_further_ones_are_refused_with_both_numbers()
      throws IOException {
    var topic = fresh("orders");
    try (var client = new RemotingClient(endpoint())) {
      client.ask(105, "topic", topic);
      var waits = pullFields("GID_w", topic, 0, 0, WAIT | HAS_SUBSCRIPTION, 20_000);
      client.send(PULL, 0, waits, new byte[0]);
      client.send(PULL, 0, waits, new byte[0]);

      var refused = client.ask(PULL, waits, new byte[0]);

      assertThat(refused.code()).isEqualTo(2);
      assertThat(refused.remark()).contains("would be 3", "at most 2");
    }
  }

  @Test
  void a_broker_that_closes_answers_what_waits() throws Exception {
    var ending = OnsBroker.start();
    try (var client = new RemotingClient(ending.endpoint("remoting"))) {
      client.ask(105, "topic", "orders");
      int waits =
          client.send(
              PULL,
              0,
              pullFields("GID_w", "orders", 0, 0, WAIT | HAS_SUBSCRIPTION, 20_000),
              new byte[0]);
      // Answered, so the one before has begun.
      client.ask(105, "topic", "orders");

      ending.close();

      assertThat(client.next(answer -> answer.opaque() == waits).code()).isEqualTo(19);
      assertThatThrownBy(() -> client.ask(105, "topic", "orders")).isInstanceOf(IOException.class);
    } finally {
      ending.close();
    }
  }
}
