package io.openons.broker.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A socket that sends the bytes that a test wants. Reads have a deadline. */
public final class RawConnection implements AutoCloseable {
  public static final int DATA = 0;
  public static final int HEADERS = 1;
  public static final int RST_STREAM = 3;
  public static final int SETTINGS = 4;
  public static final int PING = 6;
  public static final int ACK = 1;

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
