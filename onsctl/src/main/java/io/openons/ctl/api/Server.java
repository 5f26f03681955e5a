package io.openons.ctl.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;

/** The admin API of a broker. Every call has the deadline of the target. Thread-safe. */
public final class Server {
  private static final String API = "/api/v1";
  private static final int MOST_OF_A_PAGE = 1000;

  private final Target target;
  private final HttpClient http;
  private volatile String authorization;

  /** Makes one; connects with the first call. */
  public Server(Target target) {
    this.target = target;
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(target.timeout());
    if (target.isEncrypted()) {
      client.sslContext(Trust.of(target.authority()));
    }
    this.http = client.build();
  }

  /** Returns where this is. */
  public Target target() {
    return target;
  }

  /** Returns what a path has. */
  public JsonNode get(Query query) {
    return answer(later("GET", query, null));
  }

  /** Changes something; the answer is an empty object when the broker has nothing to say. */
  public JsonNode call(String method, Query query, JsonNode body) {
    return answer(later(method, query, body));
  }

  /** Begins a call, which fails with a {@link CtlException}. */
  public CompletableFuture<JsonNode> later(String method, Query query, JsonNode body) {
    return exchange(method, query, body).thenApply(this::json);
  }

  /**
   * Returns the answer of a call that has begun.
   *
   * @throws CtlException when it fails, or takes longer than it may
   */
  public <T> T answer(CompletableFuture<T> call) {
    try {
      // The call has the same deadline itself; this one holds for what follows it.
      return call.get(2 * target.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (TimeoutException e) {
      throw tooLate();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CtlException(Exit.FAILED, "interrupted while the broker was asked");
    }
  }

  /**
   * Passes on the entries of a list, page by page.
   *
   * @param most how many entries at most
   * @param each gets an entry; answers whether it wants more
   * @return whether the list has more than that
   */
  public boolean list(Query query, long most, Predicate<JsonNode> each) {
    String after = null;
    long left = most;
    do {
      JsonNode page = get(query.with("limit", Math.min(left, MOST_OF_A_PAGE)).with("after", after));
      for (JsonNode item : page.path("items")) {
        if (left-- == 0 || !each.test(item)) {
          return true;
        }
      }
      after = page.path("next").asText(null);
    } while (after != null && left > 0);
    return after != null;
  }

  /** Returns a stream of bytes, which the caller closes. */
  public InputStream download(Query query) {
    HttpRequest request = request("GET", API + query, null).build();
    return answer(
        http.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
            .thenApply(
                response -> {
                  if (response.statusCode() != 200) {
                    throw refusal(response.statusCode(), text(response.body()));
                  }
                  return response.body();
                }));
  }

  /** Returns a whole answer of a path that is not part of the API, such as {@code /metrics}. */
  public HttpResponse<String> plain(String path) {
    return answer(send(request("GET", path, null).build()));
  }

  /** Begins a stream of events; its answer has come when this returns. */
  public Events events(Query query) {
    HttpRequest request =
        HttpRequest.newBuilder(target.server().resolve(API + query)).headers(authorized()).build();
    Events events = new Events();
    http.sendAsync(
            request,
            info -> {
              events.status(info.statusCode());
              return HttpResponse.BodySubscribers.fromLineSubscriber(
                  events, lines -> lines, StandardCharsets.UTF_8, null);
            })
        .whenComplete(
            (response, failure) -> {
              if (failure != null) {
                events.begun().completeExceptionally(failure);
              }
            });
    answer(events.begun());
    if (events.status() != 200) {
      throw refusal(events.status(), events.rest(target.timeout()));
    }
    return events;
  }

  private CompletableFuture<HttpResponse<String>> exchange(
      String method, Query query, JsonNode body) {
    return send(request(method, API + query, body).build());
  }

  private CompletableFuture<HttpResponse<String>> send(HttpRequest request) {
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
        .exceptionallyCompose(e -> CompletableFuture.failedFuture(failure(e)));
  }

  private HttpRequest.Builder request(String method, String path, JsonNode body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target.server().resolve(path))
            .timeout(target.timeout())
            .headers(authorized())
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(Json.line(body)));
    return body == null ? request : request.header("content-type", "application/json");
  }

  private String[] authorized() {
    String accept = "application/json, */*";
    if (!target.hasKeys()) {
      return new String[] {"accept", accept};
    }
    if (authorization == null) {
      authorization = target.securityToken() == null ? basic() : bearer();
    }
    return new String[] {"accept", accept, "authorization", authorization};
  }

  private String basic() {
    String both = target.accessKey() + ":" + target.secretKey();
    return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
  }

  /** HTTP Basic has no place for a security token. */
  private String bearer() {
    ObjectNode keys = Json.object();
    keys.put("accessKey", target.accessKey()).put("secretKey", target.secretKey());
    keys.put("securityToken", target.securityToken());
    URI tokens = target.server().resolve(API + "/tokens");
    HttpRequest request =
        HttpRequest.newBuilder(tokens)
            .timeout(target.timeout())
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(Json.line(keys)))
            .build();
    return "Bearer " + answer(send(request).thenApply(this::json)).path("token").asText();
  }

  private JsonNode json(HttpResponse<String> response) {
    if (response.statusCode() / 100 != 2) {
      throw refusal(response.statusCode(), response.body());
    }
    if (response.body().isEmpty()) {
      return Json.object();
    }
    String type = response.headers().firstValue("content-type").orElse("");
    if (!type.contains("json")) {
      throw new CtlException(
          Exit.FAILED,
          "%s answers with %s, not JSON; is it the HTTP port of an OpenONS broker (--http-port)?"
              .formatted(target.server(), type.isEmpty() ? "no type" : type));
    }
    return Json.read(response.body(), "the answer of " + target.server());
  }

  private CtlException refusal(int status, String body) {
    String detail = "";
    if (body.startsWith("{")) {
      detail = Json.read(body, "the answer of " + target.server()).path("detail").asText();
    }
    if (detail.isEmpty()) {
      detail =
          "%s answers with status %d; is it the HTTP port of an OpenONS broker (--http-port)?"
              .formatted(target.server(), status);
    }
    return switch (status) {
      case 400, 413, 422 -> new CtlException(Exit.USAGE, detail);
      case 401, 403, 429 -> new CtlException(Exit.ACCESS, access(status, detail));
      case 404, 410 -> new CtlException(Exit.NOT_FOUND, detail);
      case 409 -> new CtlException(Exit.CONFLICT, detail);
      case 503, 504 -> new CtlException(Exit.UNREACHABLE, detail);
      default -> new CtlException(Exit.FAILED, detail);
    };
  }

  private String access(int status, String detail) {
    if (status != 401) {
      return detail;
    }
    return target.hasKeys()
        ? detail + "; the keys are those of access key '%s'".formatted(target.accessKey())
        : detail + "; with onsctl: --access-key, or a context that has keys";
  }

  private CtlException failure(Throwable thrown) {
    Throwable cause = thrown;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof CtlException known) {
      return known;
    }
    if (cause instanceof HttpTimeoutException) {
      return tooLate();
    }
    if (cause instanceof ConnectException) {
      return unreachable("no connection; is the broker up, and --server its HTTP port?");
    }
    if (cause instanceof SSLException) {
      return unreachable(
          "TLS failed: %s; --ca names the authority of the broker".formatted(cause.getMessage()));
    }
    if (cause instanceof IOException) {
      return unreachable(
          "%s; the port may speak TLS (https://) or another protocol".formatted(said(cause)));
    }
    return new CtlException(Exit.FAILED, "%s: %s".formatted(target.server(), said(cause)));
  }

  private static String said(Throwable cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private CtlException tooLate() {
    return unreachable(
        "no answer within %d ms; --timeout allows more".formatted(target.timeout().toMillis()));
  }

  private CtlException unreachable(String why) {
    return new CtlException(Exit.UNREACHABLE, "%s: %s".formatted(target.server(), why));
  }

  private static String text(InputStream body) {
    try (body) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
