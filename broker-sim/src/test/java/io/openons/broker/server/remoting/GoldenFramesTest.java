package io.openons.broker.server.remoting;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.openons.broker.OnsBroker;
import io.openons.broker.server.remoting.codec.Command;
import io.openons.broker.server.remoting.codec.Frames;
import io.openons.broker.testing.RemotingClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: what published clients send is understood and answered, in every release of the broker.
 *
 * <p>Method: frames that were recorded from these clients, at a broker of the test's own; the
 * requests of a client are sent at once, and in the end the broker closes, so that waiting ones are
 * answered too.
 *
 * <p>A failure means: a change of the broker shut out clients that worked before.
 */
class GoldenFramesTest {
  private static final int NOT_SUPPORTED = 3;
  private static final int FIRST = 1000;

  /** Requests whose answer does not depend on what there was on the broker of the recording. */
  private static final Set<Integer> ALWAYS_GOOD = Set.of(34, 35, 310, 320, 30, 31, 41, 42, 46, 400);

  private static Command read(byte[] frame) {
    return Frames.read(Unpooled.wrappedBuffer(frame));
  }

  @ParameterizedTest
  @EnumSource(GoldenFrames.class)
  void a_frame_that_is_read_and_written_reads_the_same(GoldenFrames client) {
    for (byte[] frame : client.frames()) {
      Command command = read(frame);

      ByteBuf written =
          Frames.write(
              UnpooledByteBufAllocator.DEFAULT, command, Unpooled.copiedBuffer(command.body()));

      assertThat(Frames.read(written)).isEqualTo(command);
    }
  }

  @ParameterizedTest
  @EnumSource(GoldenFrames.class)
  void every_request_is_answered_under_its_number(GoldenFrames recorded) throws Exception {
    List<Command> asked = new ArrayList<>();
    var broker = OnsBroker.start();
    try (var client = new RemotingClient(broker.endpoint("remoting"))) {
      for (byte[] frame : recorded.frames()) {
        Command command = read(frame);
        // Recorded from several connections, each of which counts for itself.
        Command numbered =
            new Command(
                command.format(),
                command.code(),
                command.language(),
                command.version(),
                FIRST + asked.size(),
                command.flags(),
                command.remark(),
                command.fields(),
                command.body());
        ByteBuf bytes =
            Frames.write(
                UnpooledByteBufAllocator.DEFAULT, numbered, Unpooled.copiedBuffer(command.body()));
        byte[] sent = new byte[bytes.readableBytes()];
        bytes.readBytes(sent);
        client.sendBytes(sent);
        asked.add(numbered);
      }
      // Answered, so all before it have begun.
      client.ask(105, "topic", "orders");
      broker.close();

      for (Command request : asked) {
        if (!request.isOneWay()) {
          Command answer =
              client.next(each -> each.isAnswer() && each.opaque() == request.opaque());
          assertThat(answer.code())
              .as("answer to %s: %s", request.code(), answer.remark())
              .isNotEqualTo(NOT_SUPPORTED)
              .matches(code -> code == 0 || !ALWAYS_GOOD.contains(request.code()));
        }
      }
    } finally {
      broker.close();
    }
  }
}
