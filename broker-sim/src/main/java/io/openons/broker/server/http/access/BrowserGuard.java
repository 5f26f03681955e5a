package io.openons.broker.server.http.access;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.NetUtil;
import io.openons.broker.core.api.Texts;
import io.openons.broker.server.http.call.Problem;
import io.openons.broker.server.http.call.Request;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Keeps pages of other sites, which a browser of an operator shows, from using the API: they cannot
 * be reached by a name of theirs (DNS rebinding), and cannot send requests with the operator's
 * session, or from the operator's machine (CSRF).
 */
public final class BrowserGuard {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  private final Set<String> hosts;

  /**
   * Makes the guard.
   *
   * @param hosts names of this broker, besides {@code localhost}; addresses are always taken
   */
  public BrowserGuard(Collection<String> hosts) {
    this.hosts =
        hosts.stream()
            .map(host -> host.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Lets a request through.
   *
   * @throws Problem when it is of a page of another site
   */
  public void check(Request request) {
    checkHost(request);
    if (!SAFE.contains(request.method())) {
      checkOrigin(request);
    }
  }

  /** A name that somebody else chose may be made to mean this machine; an address may not. */
  public void checkHost(Request request) {
    String host = request.header(HttpHeaderNames.HOST);
    String name = host == null ? "" : withoutPort(host).toLowerCase(Locale.ROOT);
    if (!name.equals("localhost") && !isAddress(name) && !hosts.contains(name)) {
      throw new Problem(
          HttpResponseStatus.MISDIRECTED_REQUEST,
          "unknown-host",
          "'%s' is no name of this broker; use its address, or add the name by --http-hosts"
              .formatted(Texts.shorten(name)));
    }
  }

  private static boolean isAddress(String name) {
    return NetUtil.isValidIpV4Address(name)
        || name.startsWith("[")
            && name.endsWith("]")
            && NetUtil.isValidIpV6Address(name.substring(1, name.length() - 1));
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
  }

  private static void checkOrigin(Request request) {
    String site = request.header("sec-fetch-site");
    String origin = request.header(HttpHeaderNames.ORIGIN);
    boolean isOwnPage = site == null || site.equals("same-origin") || site.equals("none");
    boolean isOwnOrigin =
        origin == null
            || origin.replaceFirst("^https?://", "").equals(request.header(HttpHeaderNames.HOST));
    if (!isOwnPage || !isOwnOrigin) {
      throw new Problem(
          HttpResponseStatus.FORBIDDEN,
          "other-site",
          "the request comes from a page of another site; use the broker's own page or a tool");
    }
  }
}
