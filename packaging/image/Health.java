import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Asks the broker of this container whether it serves: ends with 0 when the gRPC port answers as
 * HTTP/2 does, else with 1 and a sentence.
 */
class Health {
  private static final int LIMIT_MILLIS = 3000;
  private static final int LENGTH_OF_HEADER = 9;
  private static final int SETTINGS = 4;

  public static void main(String[] arguments) {
    String port = System.getenv().getOrDefault("ONS_BROKER_GRPC_PORT", "8081");
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(LIMIT_MILLIS);
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port)),
          LIMIT_MILLIS);
      socket
          .getOutputStream()
          .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII));
      InputStream answer = socket.getInputStream();
      byte[] header = answer.readNBytes(LENGTH_OF_HEADER);
      if (header.length == LENGTH_OF_HEADER && header[3] == SETTINGS) {
        return;
      }
      System.err.println("port " + port + " does not answer as a broker does");
    } catch (IOException | NumberFormatException e) {
      System.err.println("port " + port + ": " + e.getMessage());
    }
    System.exit(1);
  }
}
