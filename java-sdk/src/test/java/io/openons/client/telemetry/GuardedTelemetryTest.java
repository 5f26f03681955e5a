package io.openons.client.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import io.openons.client.testing.FakeServer;
import io.openons.client.testing.Sneaky;
import io.openons.client.testing.WireMessages;
import io.openons.proto.v2.Message;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: an OpenTelemetry that throws costs spans and metrics, and no message.
 *
 * <p>Method: calls everything through the guard, on a telemetry that throws from each method, and
 * from what its methods return.
 *
 * <p>A failure means: a fault of an exporter stops a consumer or fails a send.
 */
class GuardedTelemetryTest {
  private static Throwable[] anything() {
    return new Throwable[] {
      new IllegalStateException("from the exporter"),
      new IOException("checked, and not declared"),
      new LinkageError("another version on the class path"),
    };
  }

  /** Throws from every method but isOn; with parts, only from what the methods return. */
  private static Telemetry throwing(Throwable thrown, boolean onlyParts) {
    return (Telemetry) throwing(Telemetry.class, thrown, onlyParts);
  }

  private static Object throwing(Class<?> type, Throwable thrown, boolean onlyParts) {
    return Proxy.newProxyInstance(
        GuardedTelemetryTest.class.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> {
          if (method.getName().equals("isOn")) {
            return true;
          }
          if (onlyParts && method.getReturnType().isInterface()) {
            return throwing(method.getReturnType(), thrown, true);
          }
          throw Sneaky.thrown(thrown);
        });
  }

  @ParameterizedTest
  @MethodSource("anything")
  void nothing_that_it_throws_comes_through(Throwable thrown) {
    for (boolean onlyParts : new boolean[] {false, true}) {
      Telemetry telemetry = new GuardedTelemetry(throwing(thrown, onlyParts));
      Message message = WireMessages.message("1", 1, "body");

      assertThat(telemetry.isOn()).isTrue();
      assertThatCode(
              () -> {
                Telemetry.Sending sending =
                    telemetry.sending(message.toBuilder(), message.getSystemProperties());
                sending.sent(FakeServer.endpoints(1));
                sending.failed(null);
                telemetry.received(
                    FakeServer.endpoints(1), "T", Duration.ZERO, List.of(message), null);
                telemetry.processing(List.of(message)).ended(true);
                telemetry.lastingProcessing(List.of(message)).threw(new Error("any"));
                telemetry.deadLetterRefused("T", ErrorCode.FORBIDDEN);
              })
          .doesNotThrowAnyException();
    }
  }
}
