package io.openons.broker.server.http;

import static io.openons.broker.testing.TestBroker.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.openons.broker.TopicSettings;
import io.openons.broker.server.net.CallFaults;
import io.openons.broker.server.net.Connections;
import io.openons.broker.server.net.FaultLog;
import io.openons.broker.server.net.Network;
import io.openons.broker.server.net.Port;
import io.openons.broker.server.net.ServerLimits;
import io.openons.broker.testing.RawConnection;
import io.openons.broker.testing.TestBroker;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: whatever a client sends, it gets an answer, and costs little. Method: raw bytes to the HTTP
 * port. A failure means that a client waits for ever, or takes the broker's memory.
 */
class HttpLimitsTest {
  @RegisterExtension static final TestBroker BROKER = new TestBroker();

  private static RawConnection connect() throws Exception {
    return new RawConnection(BROKER.broker().endpoint("http"));
  }

  private static String get(String target, String... headers) {
    return "GET %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n"
        .formatted(target, String.join("", headers));
  }

  @Test
  void requests_of_one_connection_are_answered_in_their_order() throws Exception {
    try (var connection = connect()) {
      String answers =
          connection
              .send(
                  get("/api/v1/topics/none")
                      + get("/health/live")
                      + get("/api/v1/session", "Connection: close\r\n"))
              .readToEnd();
      assertThat(answers.split("HTTP/1.1 "))
          .satisfiesExactly(
              before -> assertThat(before).isEmpty(),
              first -> assertThat(first).startsWith("404"),
              second -> assertThat(second).startsWith("200").contains("ok"),
              third -> assertThat(third).startsWith("200").contains("signInNeeded"));
    }
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({"9000, 10, 414", "10, 20000, 431"})
  void long_lines_and_headers_are_refused(int target, int header, String status) throws Exception {
    try (var connection = connect()) {
      assertThat(
              connection
                  .send(get("/" + "a".repeat(target), "x: " + "b".repeat(header) + "\r\n"))
                  .readToEnd())
          .startsWith("HTTP/1.1 " + status)
          .contains("application/problem+json");
    }
  }

  @Test
  void a_large_body_is_refused_before_it_comes() throws Exception {
    try (var connection = connect()) {
      assertThat(
              connection
                  .send(
                      "PUT /api/v1/definitions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000000\r\n\r\n{")
                  .readUntil("urn:openons:problem:request-too-large"))
          .startsWith("HTTP/1.1 413");
    }
  }

  @Test
  void a_client_that_sends_a_large_body_to_its_end_sees_the_refusal() throws Exception {
    try (var connection = connect()) {
      assertThat(
              connection
                  .send(
                      "PUT /api/v1/definitions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 40000000\r\n\r\n")
                  .send(new byte[40_000_000])
                  .readToEnd())
          .startsWith("HTTP/1.1 413")
          .contains("urn:openons:problem:request-too-large");
    }
  }

  @Test
  void what_is_not_http_is_answered_and_closed() throws Exception {
    try (var connection = connect()) {
      assertThat(connection.send("GET nonsense\r\n\r\n").readToEnd()).startsWith("HTTP/1.1 400");
    }
    try (var connection = connect()) {
      assertThat(connection.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").readToEnd())
          .contains("This port speaks HTTP/1.1");
    }
    try (var connection = connect()) {
      assertThat(connection.send("\0\1\2").readToEnd()).isEmpty();
    }
  }

  @Test
  void head_has_the_headers_of_get_alone() throws Exception {
    try (var connection = connect()) {
      String answer =
          connection
              .send("HEAD /api/v1/topics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
              .readToEnd();
      assertThat(answer)
          .startsWith("HTTP/1.1 200")
          .contains("content-length: 12")
          .endsWith("\r\n\r\n");
    }
  }

  @Test
  void head_of_a_stream_ends() throws Exception {
    String topic = fresh("topic");
    BROKER.broker().createTopic(topic, TopicSettings.open(1));
    try (var connection = connect()) {
      String answers =
          connection
              .send(
                  "HEAD /api/v1/topics/%s/tail HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(topic)
                      + get("/health/live", "Connection: close\r\n"))
              .readToEnd();
      assertThat(answers).contains("text/event-stream", "HTTP/1.1 200 OK").endsWith("ok\n");
    }
  }

  @Test
  void a_hostile_name_stays_text() throws Exception {
    String hostile = "%3Cscript%3E" + fresh("x");
    try (var connection = connect()) {
      assertThat(
              connection
                  .send(get("/api/v1/topics/" + hostile, "Connection: close\r\n"))
                  .readToEnd())
          .contains("application/problem+json", "nosniff")
          .doesNotContain("text/html");
    }
  }

  @Test
  void tls_is_served_on_the_same_port_without_http2() throws Exception {
    var tls = SSLContext.getInstance("TLS");
    tls.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
    try (Socket plain = new Socket("127.0.0.1", BROKER.broker().httpPort());
        SSLSocket socket =
            (SSLSocket)
                tls.getSocketFactory()
                    .createSocket(plain, "localhost", BROKER.broker().httpPort(), true)) {
      socket.setSoTimeout(60_000);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
      socket.setSSLParameters(parameters);
      socket
          .getOutputStream()
          .write(get("/health/live", "Connection: close\r\n").getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 200")
          .endsWith("ok\n");
      assertThat(socket.getApplicationProtocol()).isNotEqualTo("h2");
    }
  }

  @Test
  void a_request_that_trickles_in_and_a_connection_without_one_are_closed() {
    var connections =
        new Connections(ServerLimits.DEFAULT, new FaultLog(System::nanoTime), System::nanoTime);
    var start =
        Port.start(
            new Network(null, connections, null, null, CallFaults.NONE, null),
            HttpServer.speaking(List.of()),
            new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE));
    var slow = channel();
    slow.pipeline().addLast(start);
    slow.writeInbound(ascii("GET / HT"));
    for (int second = 0; second < 59; second++) {
      pass(slow, Duration.ofSeconds(1));
      slow.writeInbound(ascii("T"));
    }
    assertThat(slow.isOpen()).isTrue();
    pass(slow, Duration.ofSeconds(2));
    assertThat(slow.isOpen()).isFalse();

    var idle = channel();
    idle.pipeline().addLast(start);
    idle.writeInbound(ascii(get("/")));
    idle.runPendingTasks();
    pass(idle, Duration.ofSeconds(70));
    assertThat(idle.isOpen()).isTrue();
    pass(idle, Duration.ofSeconds(10));
    assertThat(idle.isOpen()).isFalse();
    slow.finishAndReleaseAll();
    idle.finishAndReleaseAll();
  }

  private static EmbeddedChannel channel() {
    var channel =
        new EmbeddedChannel() {
          @Override
          protected SocketAddress remoteAddress0() {
            return new InetSocketAddress("127.0.0.1", 1);
          }
        };
    channel.freezeTime();
    return channel;
  }

  private static ByteBuf ascii(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }

  private static void pass(EmbeddedChannel channel, Duration time) {
    channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
    channel.runScheduledPendingTasks();
    channel.runPendingTasks();
  }
}
