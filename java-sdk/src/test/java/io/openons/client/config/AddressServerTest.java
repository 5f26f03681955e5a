package io.openons.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.sun.net.httpserver.HttpServer;
import io.openons.client.testing.TestProperties;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: programs that know their server by ONSAddr only are led there. Method: a web server that
 * answers with a list, with something else, or not at all. A failure means a program that cannot
 * start, or that is not told why.
 */
class AddressServerTest {
  private HttpServer server;
  private volatile int status = 200;
  private volatile String answer = "10.0.0.1:8081;10.0.0.2:8082\n";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/rocketmq/nsaddr",
        exchange -> {
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/rocketmq/nsaddr";
  }

  private static ClientConfig config(String key, String value, String... more) {
    Properties properties = TestProperties.of("unused:1", more);
    properties.remove("NAMESRV_ADDR");
    properties.setProperty(key, value);
    return ProducerConfig.from(ClientKind.PRODUCER, properties).client();
  }

  @Test
  void an_http_address_is_asked_for_the_servers() {
    assertThat(config("ONSAddr", url()).accessPoint().getAddressesList())
        .extracting(address -> address.getHost() + ":" + address.getPort())
        .containsExactly("10.0.0.1:8081", "10.0.0.2:8082");
  }

  @Test
  void a_plain_address_is_the_server_itself() {
    assertThat(config("ONSAddr", "10.0.0.3:8081").accessPoint().getAddresses(0).getHost())
        .isEqualTo("10.0.0.3");
  }

  @Test
  void namesrv_addr_wins_and_nothing_is_asked() {
    status = 500;
    Properties properties = TestProperties.of("10.0.0.4:8081", "ONSAddr", url());

    assertThat(
            ProducerConfig.from(ClientKind.PRODUCER, properties)
                .client()
                .accessPoint()
                .getAddresses(0)
                .getHost())
        .isEqualTo("10.0.0.4");
  }

  @ParameterizedTest
  @CsvSource({
    "404, 10.0.0.1:8081, HTTP status 404",
    "200, '', the first line of its answer is empty",
    "200, <html>, cannot be used"
  })
  void an_answer_without_servers_is_an_error_that_names_the_address(
      int code, String body, String why) {
    status = code;
    answer = body;

    assertThatThrownBy(() -> config("ONSAddr", url()))
        .isInstanceOfSatisfying(
            ONSClientException.class,
            error -> assertThat(error.getErrorCode()).isEqualTo(ErrorCode.INVALID_PROPERTY))
        .hasMessageContaining(why);
  }

  @Test
  void an_address_that_nobody_serves_is_an_error_that_names_it() {
    String address = url();
    server.stop(0);

    assertThatThrownBy(() -> config("ONSAddr", address))
        .hasMessageContainingAll("property ONSAddr", address, "set NAMESRV_ADDR");
  }
}
