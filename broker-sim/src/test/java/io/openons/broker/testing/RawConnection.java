package io.openons.broker.testing;

import com.google.protobuf.MessageLite;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;

/** A socket that sends the bytes that a test wants. Reads have a deadline. */
public final class RawConnection implements AutoCloseable {
  public static final int DATA = 0;
  public static final int HEADERS = 1;
  public static final int PRIORITY = 2;
  public static final int RST_STREAM = 3;
  public static final int SETTINGS = 4;
  public static final int PING = 6;
  public static final int WINDOW_UPDATE = 8;
  public static final int CONTINUATION = 9;
  public static final int ACK = 1;
  public static final int END_STREAM = 1;
  public static final int END_HEADERS = 4;

  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Socket socket;

  public RawConnection(String endpoint) throws IOException {
    int colon = endpoint.lastIndexOf(':');
    socket =
        new Socket(
            InetAddress.getByName(endpoint.substring(0, colon)),
            Integer.parseInt(endpoint.substring(colon + 1)));
    socket.setSoTimeout((int) PATIENCE.toMillis());
  }

  public RawConnection send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  public RawConnection send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Returns the port of this side. */
  public int port() {
    return socket.getLocalPort();
  }

  /** Sends the preface of HTTP/2 and empty settings. */
  public RawConnection beginHttp2() throws IOException {
    return send(PREFACE).send(frame(SETTINGS, 0, 0, new byte[0]));
  }

  public static byte[] frame(int type, int flags, int stream, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
    frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
    return frame.put((byte) type).put((byte) flags).putInt(stream).put(payload).array();
  }

  /** Waits for the settings of the server and agrees to them, which opens its windows. */
  public RawConnection agreeToSettings() throws IOException {
    readSettings();
    return send(frame(SETTINGS, ACK, 0, new byte[0]));
  }

  /**
   * Takes all answers from now on, on a thread of its own that ends with the connection: whoever
   * takes none is held up soon.
   */
  public RawConnection takeAnswers() throws IOException {
    InputStream in = socket.getInputStream();
    Thread taker =
        new Thread(
            () -> {
              try {
                in.transferTo(OutputStream.nullOutputStream());
              } catch (IOException closed) {
                // The end of the connection.
              }
            },
            "answers");
    taker.start();
    return send(frame(WINDOW_UPDATE, 0, 0, ByteBuffer.allocate(4).putInt(1 << 30).array()));
  }

  /** Waits for the settings of the server, and returns them in hexadecimal. */
  public String readSettings() throws IOException {
    byte[] header = socket.getInputStream().readNBytes(9);
    int length = (header[1] & 0xff) << 8 | header[2] & 0xff;
    return HexFormat.of().formatHex(socket.getInputStream().readNBytes(length));
  }

  /** Sends a whole request of up to 64 KiB; the client id is "raw". */
  public RawConnection request(int stream, String rpc, MessageLite request) throws IOException {
    return send(call(stream, rpc, "x-mq-client-id", "raw"))
        .send(frame(DATA, END_STREAM, stream, framed(request)));
  }

  /** Returns a message of a call: not compressed, with its length before it. */
  public static byte[] framed(MessageLite message) {
    byte[] bytes = message.toByteArray();
    return ByteBuffer.allocate(5 + bytes.length)
        .put((byte) 0)
        .putInt(bytes.length)
        .put(bytes)
        .array();
  }

  /** Takes answers until one has a text; returns what came. */
  public String readUntil(String text) throws IOException {
    send(frame(WINDOW_UPDATE, 0, 0, ByteBuffer.allocate(4).putInt(1 << 30).array()));
    String read = "";
    byte[] buffer = new byte[1 << 16];
    while (!read.contains(text)) {
      int length = socket.getInputStream().read(buffer);
      if (length < 0) {
        throw new IOException("the connection ended before '%s' came".formatted(text));
      }
      String end = read.substring(Math.max(0, read.length() - text.length()));
      read = end + new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
    }
    return read;
  }

  /** Returns the frame that begins a call of the service, with further headers: name, value... */
  public static byte[] call(int stream, String rpc, String... headers) {
    return frame(HEADERS, END_HEADERS, stream, callHeaders(rpc, headers));
  }

  /** Returns the headers that begin a call of the service, each as a literal. */
  public static byte[] callHeaders(String rpc, String... further) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.writeBytes(literal(":method", "POST"));
    block.writeBytes(literal(":scheme", "http"));
    block.writeBytes(literal(":path", "/apache.rocketmq.v2.MessagingService/" + rpc));
    block.writeBytes(literal(":authority", "127.0.0.1"));
    block.writeBytes(literal("content-type", "application/grpc"));
    block.writeBytes(literal("te", "trailers"));
    for (int i = 0; i < further.length; i += 2) {
      block.writeBytes(literal(further[i], further[i + 1]));
    }
    return block.toByteArray();
  }

  private static byte[] literal(String name, String value) {
    ByteArrayOutputStream literal = new ByteArrayOutputStream();
    literal.write(0);
    for (String text : new String[] {name, value}) {
      int length = text.length();
      literal.write(Math.min(127, length));
      if (length >= 127) {
        // The rest by seven bits a byte, the lowest first.
        for (length -= 127; length >= 128; length >>= 7) {
          literal.write(128 | length & 127);
        }
        literal.write(length);
      }
      literal.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
    return literal.toByteArray();
  }

  /** Reads until the other side closes the connection, and returns what came; a reset is an end. */
  public String readToEnd() throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    InputStream in = socket.getInputStream();
    try {
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        read.write(buffer, 0, length);
      }
    } catch (java.net.SocketException reset) {
      // The end, too.
    }
    return read.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
