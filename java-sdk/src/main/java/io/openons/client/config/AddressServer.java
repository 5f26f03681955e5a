package io.openons.client.config;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A web address that answers with the list of servers: plain text, of which the first line counts,
 * such as {@code 10.0.0.1:8081;10.0.0.2:8081}. Asked once, when a client is made.
 */
final class AddressServer {
  /** For the connection and for each part of the answer. */
  private static final int TIMEOUT_MILLIS = 5_000;

  /** Longest line that is read: some hundred addresses. */
  private static final int MOST_BYTES = 16 << 10;

  private AddressServer() {}

  /** Whether a value of ONSAddr is to be asked, instead of being the server itself. */
  static boolean isAddressServer(String address) {
    String lower = address.toLowerCase(Locale.ROOT);
    return lower.startsWith("http://") || lower.startsWith("https://");
  }

  /**
   * Returns the list of servers, in the form of NAMESRV_ADDR. Takes 10 s at most.
   *
   * @throws ONSClientException when there is no such answer
   */
  static String ask(String address) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(address).toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      try {
        return firstLine(address, connection);
      } finally {
        connection.disconnect();
      }
    } catch (IOException | IllegalArgumentException e) {
      throw refuse(address, "it cannot be asked (" + e + ")", e);
    }
  }

  private static String firstLine(String address, HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    if (status != HttpURLConnection.HTTP_OK) {
      throw refuse(address, "it answers with HTTP status " + status, null);
    }
    try (InputStream body = connection.getInputStream()) {
      String text = new String(body.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
      String line = text.split("[\r\n]", 2)[0].strip();
      if (line.isEmpty()) {
        throw refuse(address, "the first line of its answer is empty", null);
      }
      return line;
    }
  }

  private static ONSClientException refuse(String address, String why, Exception cause) {
    return new ONSClientException(
        "property ONSAddr: no list of servers from '"
            + address
            + "': "
            + why
            + "; check the address, or set NAMESRV_ADDR to host:port",
        cause,
        ErrorCode.INVALID_PROPERTY);
  }
}
