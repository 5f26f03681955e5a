package io.openons.ctl.api;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A broker and the keys for it.
 *
 * @param server the address of its HTTP port
 * @param accessKey null for none
 * @param secretKey null for none
 * @param securityToken null for none
 * @param authority certificates in PEM to trust besides those of Java; null for none
 * @param timeout how long an answer may take
 */
public record Target(
    URI server,
    String accessKey,
    String secretKey,
    String securityToken,
    Path authority,
    Duration timeout) {
  /** The address of a broker on this machine. */
  public static final String DEFAULT_SERVER = "http://127.0.0.1:8080";

  /**
   * Reads an address: {@code host}, {@code host:port}, or one with http or https before it.
   *
   * @throws CtlException when it is none
   */
  public static URI address(String text) {
    String whole = text.contains("://") ? text : "http://" + text;
    try {
      URI uri = new URI(whole);
      boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean isBare = uri.getPath().isEmpty() || uri.getPath().equals("/");
      if (isHttp && isBare && uri.getHost() != null && uri.getUserInfo() == null) {
        int port = uri.getPort() < 0 ? 8080 : uri.getPort();
        return new URI(uri.getScheme(), null, uri.getHost(), port, null, null, null);
      }
    } catch (URISyntaxException e) {
      // Answered below, like every other address that is none.
    }
    throw CtlException.usage(
        "'%s' is no address of a broker; write HOST:PORT, http://HOST:PORT or https://HOST:PORT",
        text);
  }

  /** Whether there are keys to sign in with. */
  public boolean hasKeys() {
    return accessKey != null && secretKey != null;
  }

  /** Whether the connection is encrypted. */
  public boolean isEncrypted() {
    return "https".equals(server.getScheme());
  }

  /** Without the secrets, so that no log or error shows them. */
  @Override
  public String toString() {
    return server + (accessKey == null ? "" : " as " + accessKey);
  }
}
