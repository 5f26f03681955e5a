package io.openons.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.rpc.EndpointsText;
import io.openons.proto.v2.AddressScheme;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: every documented form of NAMESRV_ADDR is understood, and others are refused with the
 * reason.
 *
 * <p>Method: parses addresses.
 *
 * <p>A failure means: a client connects elsewhere, or an error does not help.
 */
class AccessPointTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:8081,            127.0.0.1:8081,          IPv4,        false",
    "http://127.0.0.1:8081,     127.0.0.1:8081,          IPv4,        false",
    "https://ons.example.com,   ons.example.com:443,     DOMAIN_NAME, true",
    "http://ons.example.com/,   ons.example.com:80,      DOMAIN_NAME, false",
    "localhost,                 localhost:80,            DOMAIN_NAME, false",
    "my_broker:8081,            my_broker:8081,          DOMAIN_NAME, false",
    "[::1]:8081,                [::1]:8081,              IPv6,        false",
    "10.0.0.1:1;10.0.0.2:2,     10.0.0.1:1;10.0.0.2:2,   IPv4,        false",
    "https://10.0.0.1:1; https://10.0.0.2:2, 10.0.0.1:1;10.0.0.2:2, IPv4, true",
  })
  @Tag("F-012")
  void every_form_is_understood(String text, String addresses, AddressScheme scheme, boolean tls) {
    AccessPoint accessPoint = AccessPoint.parse(text);

    assertThat(EndpointsText.of(accessPoint.endpoints())).isEqualTo(addresses);
    assertThat(accessPoint.endpoints().getScheme()).isEqualTo(scheme);
    assertThat(accessPoint.https()).isEqualTo(tls);
    assertThat(accessPoint.instanceId()).isEmpty();
  }

  @Test
  @Tag("F-012")
  void the_instance_is_taken_from_the_host_label() {
    AccessPoint accessPoint =
        AccessPoint.parse("http://MQ_INST_1234_BXabc.cn-hangzhou.example.com:80");

    assertThat(accessPoint.instanceId()).isEqualTo("MQ_INST_1234_BXabc");
    assertThat(EndpointsText.of(accessPoint.endpoints()))
        .isEqualTo("mq-inst-1234-bxabc.cn-hangzhou.example.com:80");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://127.0.0.1:21",
        "127.0.0.1:0",
        "127.0.0.1:65536",
        "127.0.0.1:port",
        "host/path",
        "a b",
        "a.example.com:1;b.example.com:2",
        "127.0.0.1:1;[::1]:1",
        "http://127.0.0.1:1;https://127.0.0.1:2",
        ";",
        "::1"
      })
  void anything_else_is_refused_with_the_remedy(String text) {
    assertThatThrownBy(() -> AccessPoint.parse(text))
        .isInstanceOfSatisfying(
            ONSClientException.class,
            error -> assertThat(error.getErrorCode()).isEqualTo(ErrorCode.INVALID_PROPERTY))
        .hasMessageContaining("NAMESRV_ADDR")
        .hasMessageContaining(text)
        .hasMessageContaining("give host:port");
  }
}
