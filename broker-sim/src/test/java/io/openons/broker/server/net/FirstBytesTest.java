package io.openons.broker.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContext;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Goal: a connection that does not say which protocol it speaks is closed in time, and costs no
 * more than its first bytes. Method: a channel whose clock the test moves. A failure means: silent
 * connections stay for ever.
 */
class FirstBytesTest {
  private static final byte[] HELLO = {0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0};

  private final CompletableFuture<SslContext> tls = new CompletableFuture<>();
  private final Connections connections =
      new Connections(ServerLimits.DEFAULT, new FaultLog(System::nanoTime), System::nanoTime);
  private final EmbeddedChannel channel = new EmbeddedChannel();

  private void begin() {
    channel.freezeTime();
    channel.pipeline().addLast(new FirstBytes(connections, () -> tls, new Http2Greeting()));
  }

  private void pass(long seconds) {
    channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    channel.runPendingTasks();
  }

  @Test
  void silence_is_ended_after_thirty_seconds() {
    begin();

    pass(29);
    assertThat(channel.isOpen()).isTrue();
    pass(2);

    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void silence_within_the_preface_is_ended_too() {
    begin();
    channel.writeInbound(Unpooled.copiedBuffer("PRI * HT", StandardCharsets.US_ASCII));

    pass(31);

    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void while_the_certificate_is_made_no_more_is_read_and_the_time_goes_on() {
    begin();
    channel.writeInbound(Unpooled.wrappedBuffer(HELLO));

    assertThat(channel.config().isAutoRead()).isFalse();
    pass(31);

    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void a_broker_without_a_certificate_refuses_tls() {
    tls.completeExceptionally(new IllegalStateException("no certificate"));
    begin();

    channel.writeInbound(Unpooled.wrappedBuffer(HELLO));
    channel.runPendingTasks();

    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void http_2_goes_on_and_is_not_ended() {
    begin();
    channel.writeInbound(
        Unpooled.copiedBuffer("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", StandardCharsets.US_ASCII));

    pass(31);

    assertThat(channel.isOpen()).isTrue();
    assertThat(channel.pipeline().get(FirstBytes.class)).isNull();
    channel.close();
  }
}
