package io.openons.broker.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.openons.broker.server.remoting.codec.Command;
import io.openons.broker.server.remoting.codec.Format;
import io.openons.broker.server.remoting.codec.Frames;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A client of the remoting protocol that sends what a test wants, and reads with a deadline. What
 * it reads while it waits for something else is kept.
 */
public final class RemotingClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int VERSION = 409;

  private final Socket socket;
  private final Format format;
  private final ByteBuf read = Unpooled.buffer();
  private final Deque<Command> kept = new ArrayDeque<>();
  private int opaque;

  public RemotingClient(String endpoint) throws IOException {
    this(endpoint, Format.JSON);
  }

  public RemotingClient(String endpoint, Format format) throws IOException {
    this(connect(endpoint), format);
  }

  /** A client on a socket, such as an encrypted one. */
  public RemotingClient(Socket socket, Format format) throws IOException {
    this.format = format;
    this.socket = socket;
    socket.setSoTimeout((int) PATIENCE.toMillis());
  }

  private static Socket connect(String endpoint) throws IOException {
    int colon = endpoint.lastIndexOf(':');
    return new Socket(
        endpoint.substring(0, colon), Integer.parseInt(endpoint.substring(colon + 1)));
  }

  /** Fields by name and value. */
  public static Map<String, String> fields(Object... pairs) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      fields.put(String.valueOf(pairs[i]), String.valueOf(pairs[i + 1]));
    }
    return fields;
  }

  /** Sends a request and returns its answer. */
  public Command ask(int code, Map<String, String> fields, byte[] body) throws IOException {
    int id = send(code, 0, fields, body);
    return next(command -> command.isAnswer() && command.opaque() == id);
  }

  public Command ask(int code, Object... pairs) throws IOException {
    return ask(code, fields(pairs), new byte[0]);
  }

  public Command askJson(int code, String json) throws IOException {
    return ask(code, Map.of(), json.getBytes(StandardCharsets.UTF_8));
  }

  /** Answers a request of the broker. */
  public void answer(Command request, int code, byte[] body) throws IOException {
    write(
        new Command(
            format,
            code,
            "JAVA",
            VERSION,
            request.opaque(),
            Command.ANSWER,
            null,
            Map.of(),
            ByteBuffer.wrap(new byte[0])),
        body);
  }

  /** Sends a request, and returns the number that its answer will have. */
  public int send(int code, int flags, Map<String, String> fields, byte[] body) throws IOException {
    int id = ++opaque;
    Command command =
        new Command(
            format, code, "JAVA", VERSION, id, flags, null, fields, ByteBuffer.wrap(new byte[0]));
    write(command, body);
    return id;
  }

  private void write(Command command, byte[] body) throws IOException {
    ByteBuf frame =
        Frames.write(UnpooledByteBufAllocator.DEFAULT, command, Unpooled.wrappedBuffer(body));
    byte[] bytes = new byte[frame.readableBytes()];
    frame.readBytes(bytes);
    frame.release();
    sendBytes(bytes);
  }

  /** Sends bytes as they are. */
  public void sendBytes(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** Returns the next answer or request of the broker that a test waits for. */
  public Command next(Predicate<Command> wanted) throws IOException {
    for (Command command : kept) {
      if (wanted.test(command)) {
        kept.remove(command);
        return command;
      }
    }
    while (true) {
      Command command = Frames.read(read);
      if (command == null) {
        byte[] some = new byte[8192];
        int length = socket.getInputStream().read(some);
        if (length < 0) {
          throw new EOFException("the broker closed the connection");
        }
        read.discardReadBytes().writeBytes(some, 0, length);
      } else if (wanted.test(command)) {
        return command;
      } else {
        kept.add(command);
      }
    }
  }

  /** Returns the next request of the broker with a code. */
  public Command told(int code) throws IOException {
    return next(command -> !command.isAnswer() && command.code() == code);
  }

  /** Ends the connection, and waits until the broker has ended it, too. */
  public void end() throws IOException {
    socket.shutdownOutput();
    byte[] unread = new byte[1024];
    while (socket.getInputStream().read(unread) >= 0) {
      // What was on its way is of no interest.
    }
    close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
