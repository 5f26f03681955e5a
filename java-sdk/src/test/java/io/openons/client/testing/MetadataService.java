package io.openons.client.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** An instance metadata service that answers what a test says. */
public final class MetadataService implements AutoCloseable {
  /** The paths that were asked for. */
  public final Seen<String> requests = new Seen<>("request for metadata");

  private final HttpServer server;
  private volatile int status = 200;
  private volatile String body = "";

  public MetadataService() {
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    // Before the answer: who has that finds the request here.
    requests.add(exchange.getRequestURI().getPath());
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers so from now on. */
  public void answers(int newStatus, String newBody) {
    status = newStatus;
    body = newBody;
  }

  /** Answers with credentials from now on. */
  public void gives(String accessKey, Instant expiration) {
    answers(
        200,
        """
        {"AccessKeyId": "%s", "AccessKeySecret": "secret-of-%s", "SecurityToken": "token-of-%s",
         "Expiration": "%s", "LastUpdated": "2026-01-01T00:00:00Z", "Code": "Success"}
        """
            .formatted(accessKey, accessKey, accessKey, expiration));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
