package io.openons.broker.server.http.call;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A whole request.
 *
 * @param method {@code GET} and the like
 * @param path the path as it was sent, still encoded
 * @param query the parameters of the query, decoded; a name that is there twice has two values
 * @param headers the headers
 * @param body the body; empty when there is none
 * @param client the address of the client
 * @param isEncrypted whether it came over TLS
 */
public record Request(
    String method,
    String path,
    Map<String, List<String>> query,
    HttpHeaders headers,
    byte[] body,
    InetSocketAddress client,
    boolean isEncrypted) {
  /** Most parameters of a query that are read. Ours. */
  private static final int MAX_PARAMETERS = 64;

  /**
   * Reads the target of a request.
   *
   * @throws Problem when it cannot be decoded
   */
  public static Request of(
      String method,
      String target,
      HttpHeaders headers,
      byte[] body,
      InetSocketAddress client,
      boolean isEncrypted) {
    try {
      QueryStringDecoder decoder =
          QueryStringDecoder.builder().maxParams(MAX_PARAMETERS).build(target);
      return new Request(
          method, decoder.rawPath(), decoder.parameters(), headers, body, client, isEncrypted);
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest("the query cannot be decoded; encode it as UTF-8 with %XX");
    }
  }

  /** Returns a header; null when there is none. */
  public String header(CharSequence name) {
    return headers.get(name);
  }

  /**
   * Returns the parts of the path between its slashes, decoded.
   *
   * @throws Problem when they cannot be decoded
   */
  public List<String> segments() {
    List<String> segments = new ArrayList<>();
    for (String part : path.substring(1).split("/", -1)) {
      try {
        segments.add(QueryStringDecoder.decodeComponent(part.replace("+", "%2B")));
      } catch (IllegalArgumentException e) {
        throw Problem.badRequest("the path cannot be decoded; encode it as UTF-8 with %XX");
      }
    }
    return segments;
  }
}
