package io.openons.client.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.grpc.Status;
import io.grpc.netty.shaded.io.netty.channel.ConnectTimeoutException;
import io.grpc.netty.shaded.io.netty.handler.ssl.NotSslRecordException;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.openons.proto.v2.Address;
import io.openons.proto.v2.AddressScheme;
import io.openons.proto.v2.Endpoints;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: a failure to connect is called what it is.
 *
 * <p>Method: translates the failures that the transport reports for handshakes that were refused,
 * broke off, or took too long.
 *
 * <p>A failure means: a client gives up on a server that is only slow, or goes on trying one that
 * refuses it.
 */
class FailuresTest {
  private static final Endpoints SERVER =
      Endpoints.newBuilder()
          .setScheme(AddressScheme.DOMAIN_NAME)
          .addAddresses(Address.newBuilder().setHost("server").setPort(8081))
          .build();

  private static ONSClientException translated(Throwable cause) {
    return RpcClient.failure(
        "Telemetry", SERVER, Status.UNAVAILABLE.withDescription("io exception").withCause(cause));
  }

  private static Throwable[] slowOrBroken() {
    return new Throwable[] {
      new SslHandshakeTimeoutException("handshake timed out after 10000ms"),
      new IOException(new SslHandshakeTimeoutException("handshake timed out after 10000ms")),
      new ConnectTimeoutException("connection timed out after 3000 ms: server/10.0.0.1:8081"),
      new SSLHandshakeException("Connection closed while SSL/TLS handshake was in progress"),
      new SSLHandshakeException("broken").initCause(new ClosedChannelException()),
    };
  }

  @ParameterizedTest
  @MethodSource("slowOrBroken")
  void a_connection_that_is_slow_or_breaks_off_is_worth_another_attempt(Throwable cause) {
    ONSClientException error = translated(cause);

    assertThat(error.getErrorCode()).isEqualTo(ErrorCode.SERVER_UNREACHABLE);
    assertThat(error.isRetryable()).isTrue();
  }

  private static Throwable[] refusals() {
    return new Throwable[] {
      new NotSslRecordException("not an SSL/TLS record: 0000"),
      new SSLHandshakeException("Received fatal alert: protocol_version"),
      new SSLHandshakeException("untrusted").initCause(new CertificateException("self-signed")),
    };
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void a_refused_certificate_or_protocol_ends_the_attempts(Throwable cause) {
    ONSClientException error = translated(cause);

    assertThat(error.getErrorCode()).isEqualTo(ErrorCode.TLS_FAILED);
    assertThat(error.isRetryable()).isFalse();
  }
}
