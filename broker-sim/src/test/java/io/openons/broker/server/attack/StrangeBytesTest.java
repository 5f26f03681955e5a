package io.openons.broker.server.attack;

import static io.openons.broker.testing.Samples.ack;
import static io.openons.broker.testing.Samples.message;
import static io.openons.broker.testing.Samples.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.openons.broker.testing.RawConnection;
import io.openons.broker.testing.TestBroker;
import io.openons.proto.v2.AckMessageEntry;
import io.openons.proto.v2.AckMessageRequest;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.Message;
import io.openons.proto.v2.MessagingServiceGrpc;
import io.openons.proto.v2.SendMessageRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: bytes that are no request of this protocol cost little and are answered or cut off.
 *
 * <p>Method: raw sockets and raw requests, beside a well-behaved client.
 *
 * <p>A failure means: a stranger holds connections or memory, or fills the log.
 */
class StrangeBytesTest {
  /** Held, since java.util.logging forgets the level of a logger that nobody holds. */
  private static final Logger GRPC = Logger.getLogger("io.grpc");

  @RegisterExtension static final TestBroker BROKER = new TestBroker();

  static {
    // An embedded broker leaves the log of gRPC as it is: a warning for each strange frame.
    GRPC.setLevel(Level.SEVERE);
  }

  private final Bystander bystander = new Bystander(BROKER.endpoint());

  @BeforeEach
  void worksBefore() {
    bystander.works();
  }

  @AfterEach
  void worksAfter() {
    bystander.works();
    bystander.close();
  }

  @Test
  void a_web_browser_is_told_what_this_port_is() throws IOException {
    try (var connection = new RawConnection(BROKER.endpoint())) {
      var answer = connection.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").readToEnd();

      assertThat(answer).startsWith("HTTP/1.1 400 ").contains("This port speaks gRPC");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\u0016\u0003\u0001\u0000\u0005hello", "garbage garbage", "\u0000\u0001\u0002"})
  void a_connection_that_speaks_no_known_protocol_is_closed(String bytes) throws IOException {
    try (var connection = new RawConnection(BROKER.endpoint())) {
      assertThat(connection.send(bytes).readToEnd()).doesNotContain("HTTP/1.1");
    }
  }

  @Test
  void a_flood_of_ping_acknowledgements_is_cut() throws IOException {
    var frame = RawConnection.frame(RawConnection.PING, RawConnection.ACK, 0, new byte[8]);
    assertIsCut(frame);
  }

  @Test
  void a_flood_of_stream_resets_is_cut() throws IOException {
    // Of a stream that never was: what counts is the frame.
    var frame = RawConnection.frame(RawConnection.RST_STREAM, 0, 1, new byte[4]);
    assertIsCut(frame);
  }

  @Test
  void a_flood_of_settings_is_cut() throws IOException {
    assertIsCut(RawConnection.frame(RawConnection.SETTINGS, 0, 0, new byte[0]));
  }

  private static void assertIsCut(byte[] frame) throws IOException {
    var some = new ByteArrayOutputStream();
    for (int i = 0; i < 1000; i++) {
      some.write(frame);
    }
    try (var connection = new RawConnection(BROKER.endpoint()).beginHttp2()) {
      assertThat(
              catchThrowableOfType(
                  IOException.class,
                  () -> {
                    // Far more than the limit; a connection that is cut takes no more.
                    for (int i = 0; i < 10_000; i++) {
                      connection.send(some.toByteArray());
                    }
                  }))
          .isNotNull();
    }
  }

  @Test
  void two_million_empty_messages_are_refused_with_both_numbers() {
    var request =
        SendMessageRequest.newBuilder()
            .addAllMessages(Collections.nCopies(2_000_000, Message.getDefaultInstance()))
            .build();

    var status = BROKER.client().call().sendMessage(request).getStatus();

    assertThat(status.getCode()).isEqualTo(Code.MESSAGE_CORRUPTED);
    assertThat(status.getMessage()).contains("2000000 messages", "at most 1024");
  }

  @Test
  void as_many_messages_as_are_allowed_are_stored() {
    var topic = TestBroker.fresh("many");
    var request = send(Collections.nCopies(1024, message(topic, "hello")));

    assertThat(BROKER.client().call().sendMessage(request).getStatus().getCode())
        .isEqualTo(Code.OK);
  }

  @Test
  void a_request_that_is_no_protobuf_is_an_invalid_argument() throws InterruptedException {
    var channel = NettyChannelBuilder.forTarget(BROKER.endpoint()).usePlaintext().build();
    try {
      var failure =
          catchThrowableOfType(
              StatusRuntimeException.class, () -> call(channel, "Heartbeat", new byte[] {1, 2, 3}));

      assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(failure.getStatus().getDescription()).contains("Heartbeat", "protobuf");
    } finally {
      channel.shutdownNow();
      assertThat(channel.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void a_request_larger_than_its_kind_may_be_is_refused_with_both_numbers() {
    var request =
        AckMessageRequest.newBuilder()
            .addAllEntries(Collections.nCopies(600_000, AckMessageEntry.getDefaultInstance()))
            .build();

    var status = BROKER.client().call().ackMessage(request).getStatus();

    assertThat(status.getCode()).isEqualTo(Code.BAD_REQUEST);
    assertThat(status.getMessage()).contains("1200000 bytes", "at most 1048576");
  }

  @Test
  void a_request_of_many_empty_fields_is_refused_with_both_numbers() {
    var request =
        AckMessageRequest.newBuilder()
            .addAllEntries(Collections.nCopies(300_000, AckMessageEntry.getDefaultInstance()))
            .build();

    var status = BROKER.client().call().ackMessage(request).getStatus();

    assertThat(status.getCode()).isEqualTo(Code.BAD_REQUEST);
    assertThat(status.getMessage()).contains("300000 fields", "at most 10000");
  }

  @Test
  void more_acknowledgements_than_one_request_may_have_are_refused_with_both_numbers() {
    var topic = TestBroker.fresh("topic");
    BROKER.client().call().sendMessage(send(message(topic, "hello")));
    var request =
        ack("group", topic)
            .addAllEntries(Collections.nCopies(1025, AckMessageEntry.getDefaultInstance()))
            .build();

    var status = BROKER.client().call().ackMessage(request).getStatus();

    assertThat(status.getCode()).isEqualTo(Code.BAD_REQUEST);
    assertThat(status.getMessage()).contains("1025 deliveries", "at most 1024");
  }

  private static byte[] call(ManagedChannel channel, String rpc, byte[] request) {
    var method =
        MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(
                MethodDescriptor.generateFullMethodName(MessagingServiceGrpc.SERVICE_NAME, rpc))
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();
    return ClientCalls.blockingUnaryCall(
        channel, method, CallOptions.DEFAULT.withDeadlineAfter(60, TimeUnit.SECONDS), request);
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
