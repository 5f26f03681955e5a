package io.openons.broker.server.http.access;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import io.openons.broker.core.access.AccessControl;
import io.openons.broker.core.access.AdminRole;
import io.openons.broker.core.access.Caller;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.server.http.call.Problem;
import io.openons.broker.server.http.call.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Who is signed in, by the digests of their tokens: the tokens themselves are kept nowhere. A
 * restart ends all sessions, and so does a users file that no longer has the user or its secret.
 * Thread-safe.
 */
public final class Sessions {
  /** The cookie of a browser. */
  public static final String COOKIE = "ons-session";

  /** How long somebody is signed in. Ours: a working day. */
  public static final Duration LIFE = Duration.ofHours(12);

  /** Sessions at a time; beyond it the oldest ends. Ours. */
  private static final int MOST = 1000;

  private static final int TOKEN_BYTES = 32;
  private static final String BEARER = "Bearer ";
  private static final String BASIC = "Basic ";

  private final AccessControl access;
  private final InstantSource clock;
  private final AttemptLimit attempts;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Session> byDigest = new LinkedHashMap<>();
  private final Session anybody;

  /**
   * Makes an empty set.
   *
   * @param nanos the time that passes, as {@link System#nanoTime}
   */
  public Sessions(AccessControl access, InstantSource clock, LongSupplier nanos) {
    this.access = access;
    this.clock = clock;
    this.attempts = new AttemptLimit(nanos);
    this.anybody = access.isOn() ? null : new Session(access.authenticate(null), false, 0);
  }

  /** Returns whether somebody has to sign in. */
  public boolean isNeeded() {
    return access.isOn();
  }

  /**
   * Signs somebody in.
   *
   * @param isByCookie whether a browser will send the token by itself
   * @return the token
   * @throws Problem when the keys are wrong, too many were, or they are no operator's
   */
  public String signIn(
      Request request,
      String accessKey,
      String secretKey,
      String securityToken,
      boolean isByCookie) {
    Caller caller = identify(request, accessKey, secretKey, securityToken);
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    synchronized (byDigest) {
      byDigest.put(
          digest(token), new Session(caller, isByCookie, clock.millis() + LIFE.toMillis()));
      if (byDigest.size() > MOST) {
        byDigest.remove(byDigest.keySet().iterator().next());
      }
    }
    return token;
  }

  private Caller identify(
      Request request, String accessKey, String secretKey, String securityToken) {
    String address = "address " + request.client().getAddress().getHostAddress();
    String key = "key " + digest(accessKey);
    attempts.check(address);
    attempts.check(key);
    try {
      Caller caller = access.authenticate(new SecretProof(accessKey, secretKey, securityToken));
      if (!access.administers(caller, AdminRole.READ)) {
        throw lacks(AdminRole.READ);
      }
      return caller;
    } catch (BrokerException refusal) {
      attempts.failed(address);
      attempts.failed(key);
      throw new Problem(
          HttpResponseStatus.UNAUTHORIZED,
          "wrong-keys",
          "the access key, its secret key or its security token is wrong");
    }
  }

  /**
   * Returns who sent a request; null when nobody is signed in.
   *
   * @throws Problem when the keys in the request are wrong
   */
  public Session of(Request request) {
    if (anybody != null) {
      return anybody;
    }
    String header = request.header(HttpHeaderNames.AUTHORIZATION);
    if (header != null && header.startsWith(BASIC)) {
      return basic(request, header.substring(BASIC.length()));
    }
    String token =
        header != null && header.startsWith(BEARER)
            ? header.substring(BEARER.length())
            : cookie(request);
    if (token == null) {
      return null;
    }
    Session session = byToken(token);
    // A cookie is no bearer token and the other way round, or the rules for browsers were void.
    return session != null && session.isByCookie() == (header == null) ? session : null;
  }

  /** Returns the session of a token; null when there is none, or it has ended. */
  public Session byToken(String token) {
    synchronized (byDigest) {
      Session session = byDigest.get(digest(token));
      if (session != null && session.ends() <= clock.millis()) {
        byDigest.remove(digest(token));
        return null;
      }
      return session;
    }
  }

  private Session basic(Request request, String encoded) {
    try {
      String[] keys =
          new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8).split(":", 2);
      if (keys.length == 2) {
        return new Session(identify(request, keys[0], keys[1], null), false, 0);
      }
    } catch (IllegalArgumentException e) {
      // Falls through to the refusal.
    }
    throw Problem.badRequest("the header authorization has no access key and secret key");
  }

  private static String cookie(Request request) {
    String header = request.header(HttpHeaderNames.COOKIE);
    if (header == null) {
      return null;
    }
    return ServerCookieDecoder.STRICT.decode(header).stream()
        .filter(cookie -> cookie.name().equals(COOKIE))
        .map(Cookie::value)
        .findFirst()
        .orElse(null);
  }

  /**
   * Lets a call through.
   *
   * @param session who calls; null for nobody
   * @throws Problem when that must sign in first, or lacks the role
   */
  public void require(Session session, AdminRole role) {
    if (session == null) {
      throw signInFirst();
    }
    boolean isEnough;
    try {
      isEnough = access.administers(session.caller(), role);
    } catch (BrokerException gone) {
      throw signInFirst();
    }
    if (!isEnough) {
      throw lacks(role);
    }
  }

  private static Problem signInFirst() {
    return new Problem(
        HttpResponseStatus.UNAUTHORIZED,
        "sign-in",
        "sign in first: POST /api/v1/session or /api/v1/tokens, or send a valid bearer token");
  }

  private static Problem lacks(AdminRole role) {
    return new Problem(
        HttpResponseStatus.FORBIDDEN,
        "lacks-role",
        "this user may not do that; give it \"administration\": \"%s\" in the users file"
            .formatted(role.word()));
  }

  /** Returns what somebody may do. */
  public AdminRole roleOf(Session session) {
    for (AdminRole role : new AdminRole[] {AdminRole.FULL, AdminRole.READ}) {
      if (access.administers(session.caller(), role)) {
        return role;
      }
    }
    return AdminRole.NONE;
  }

  /** Ends the session of a request. */
  public void signOut(Request request) {
    Session session = of(request);
    synchronized (byDigest) {
      byDigest.values().removeIf(known -> known == session);
    }
  }

  private static String digest(String token) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
