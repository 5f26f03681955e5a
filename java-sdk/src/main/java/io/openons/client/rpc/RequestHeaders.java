package io.openons.client.rpc;

import io.grpc.Metadata;
import io.openons.client.config.Credentials;
import io.openons.client.config.Embedding;
import io.openons.client.platform.TimeSource;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The headers of a client's requests.
 *
 * <p>Only the request id differs from call to call. Date and signature change once per second, so
 * they are computed once per second, not once per message.
 */
public final class RequestHeaders {
  /** The wire's generation that this client speaks; servers compare it. */
  public static final String WIRE_VERSION = "5.2.1";

  private static final Metadata.Key<String> CLIENT_ID = key("x-mq-client-id");
  private static final Metadata.Key<String> LANGUAGE = key("x-mq-language");
  private static final Metadata.Key<String> PROTOCOL = key("x-mq-protocol");
  private static final Metadata.Key<String> VERSION = key("x-mq-client-version");
  private static final Metadata.Key<String> NAMESPACE = key("x-mq-namespace");
  private static final Metadata.Key<String> DATE_TIME = key("x-mq-date-time");
  private static final Metadata.Key<String> REQUEST_ID = key("x-mq-request-id");
  private static final Metadata.Key<String> SESSION_TOKEN = key("x-mq-session-token");
  private static final Metadata.Key<String> AUTHORIZATION = key("authorization");

  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private record Signed(long second, Credentials credentials, Metadata headers) {}

  private final String clientId;
  private final String instanceId;
  private final TimeSource clock;
  private volatile Credentials credentials;
  private volatile Signed signed;

  /** Headers of one client. */
  public RequestHeaders(
      String clientId, String instanceId, Credentials credentials, TimeSource clock) {
    this.clientId = clientId;
    this.instanceId = instanceId;
    this.credentials = credentials;
    this.clock = clock;
  }

  /** Signs all later requests with other credentials. */
  public void credentials(Credentials credentials) {
    this.credentials = credentials;
  }

  /** What requests are signed with at this moment. */
  public Credentials credentials() {
    return credentials;
  }

  /** The id of the client. */
  public String clientId() {
    return clientId;
  }

  /** The version of this library, {@code development} when it does not run from its jar. */
  public static String sdkVersion() {
    String version = RequestHeaders.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** Who asks, as servers log it. */
  static String userAgent() {
    return (Embedding.wrapper() + " ons-client-java/" + sdkVersion()).strip();
  }

  static String newRequestId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  Metadata next(String requestId) {
    Metadata headers = new Metadata();
    headers.merge(signedNow().headers());
    headers.put(REQUEST_ID, requestId);
    return headers;
  }

  private Signed signedNow() {
    Credentials now = credentials;
    long second = Math.floorDiv(clock.millis(), 1000L);
    Signed current = signed;
    if (current == null || current.second() != second || current.credentials() != now) {
      current = sign(second, now);
      signed = current;
    }
    return current;
  }

  private Signed sign(long second, Credentials credentials) {
    String dateTime = FORM.format(Instant.ofEpochSecond(second));
    Metadata headers = new Metadata();
    headers.put(CLIENT_ID, clientId);
    headers.put(LANGUAGE, "JAVA");
    headers.put(PROTOCOL, "v2");
    headers.put(VERSION, WIRE_VERSION);
    headers.put(NAMESPACE, instanceId);
    headers.put(DATE_TIME, dateTime);
    if (!credentials.securityToken().isEmpty()) {
      headers.put(SESSION_TOKEN, credentials.securityToken());
    }
    headers.put(AUTHORIZATION, Signature.authorization(credentials, dateTime));
    return new Signed(second, credentials, headers);
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}
