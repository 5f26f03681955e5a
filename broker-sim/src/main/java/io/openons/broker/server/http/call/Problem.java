package io.openons.broker.server.http.call;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.server.net.Failures;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request was not done; becomes an answer with problem details as RFC 9457 has them. */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final Logger log = LoggerFactory.getLogger(Problem.class);
  private static final String MEDIA_TYPE = "application/problem+json";

  /** Before the word for a kind of problem, to make a URI of it. */
  private static final String TYPE = "urn:openons:problem:";

  private final transient HttpResponseStatus status;
  private final String word;
  private final transient Map<String, String> headers;

  /**
   * The body of the answer.
   *
   * @param type names the kind of problem
   * @param title the same for people
   * @param status the status of the answer
   * @param detail what was wrong, where, and the remedy
   */
  public record Body(String type, String title, int status, String detail) {}

  /**
   * Makes a problem.
   *
   * @param word names its kind: {@code topic-not-found}
   * @param detail what was wrong, where, and the remedy
   */
  public Problem(HttpResponseStatus status, String word, String detail) {
    this(status, word, detail, Map.of());
  }

  /** Makes a problem whose answer has further headers. */
  public Problem(
      HttpResponseStatus status, String word, String detail, Map<String, String> headers) {
    // An answer, not a failure of this program: where it was made is of no interest.
    super(detail, null, false, false);
    this.status = status;
    this.word = word;
    this.headers = headers;
  }

  /** Returns the problem of a request that cannot be understood. */
  public static Problem badRequest(String detail) {
    return new Problem(HttpResponseStatus.BAD_REQUEST, "bad-request", detail);
  }

  /** Returns the problem for whatever kept a request from being done; what is a fault is logged. */
  public static Problem of(Throwable failure) {
    Throwable cause = Failures.cause(failure);
    if (cause instanceof Problem problem) {
      return problem;
    }
    if (cause instanceof BrokerException refusal) {
      String word = refusal.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
      return new Problem(status(refusal.reason()), word, refusal.getMessage());
    }
    log.error("a request failed", cause);
    return new Problem(
        HttpResponseStatus.INTERNAL_SERVER_ERROR,
        "internal",
        "the broker failed; its log has the reason");
  }

  private static HttpResponseStatus status(Reason reason) {
    return switch (reason) {
      case TOPIC_NOT_FOUND, CONSUMER_GROUP_NOT_FOUND, OFFSET_NOT_FOUND, INVALID_TRANSACTION_ID ->
          HttpResponseStatus.NOT_FOUND;
      case GROUP_IN_USE, IN_USE, ALREADY_EXISTS, FORBIDDEN, KIND_CONFLICT ->
          HttpResponseStatus.CONFLICT;
      case UNAUTHORIZED -> HttpResponseStatus.FORBIDDEN;
      case MESSAGE_BODY_TOO_LARGE -> HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE;
      case TOO_MANY_REQUESTS -> HttpResponseStatus.TOO_MANY_REQUESTS;
      case NOT_IMPLEMENTED -> HttpResponseStatus.NOT_IMPLEMENTED;
      default -> HttpResponseStatus.BAD_REQUEST;
    };
  }

  /** Returns the status of the answer. */
  public HttpResponseStatus status() {
    return status;
  }

  /** Returns the answer. */
  public Answer answer() {
    Body body = new Body(TYPE + word, status.reasonPhrase(), status.code(), getMessage());
    Answer answer = Answer.of(status, MEDIA_TYPE, Json.write(body));
    headers.forEach(answer::with);
    return answer;
  }
}
