package io.openons.client.session;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.annotations.SerializedName;
import io.openons.client.config.Credentials;
import io.openons.client.config.RamRole;
import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import io.openons.client.platform.TimeSource;
import io.openons.client.rpc.Failures;
import io.openons.client.runtime.Timer;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The credentials of a machine's role: fetched from the instance metadata service, and renewed
 * before they expire. Those that are there stay in use until others have come.
 */
final class RoleCredentials {
  private static final Log log = Logs.of(RoleCredentials.class);

  /** Renew this long before expiry, or at half-life if they live shorter than that. */
  static final Duration AHEAD = Duration.ofMinutes(5);

  /** After a failed renewal, and between renewals at the least. */
  static final Duration AGAIN = Duration.ofSeconds(10);

  /** Of one answer of the service, which is on the same machine. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Far more than the answer has. */
  private static final int MOST_BYTES = 64 << 10;

  /** The service's answer; whatever it lacks is null. */
  private record Answer(
      @SerializedName("Code") String code,
      @SerializedName("AccessKeyId") String accessKey,
      @SerializedName("AccessKeySecret") String secretKey,
      @SerializedName("SecurityToken") String token,
      @SerializedName("Expiration") String expiration) {

    private boolean isComplete() {
      return accessKey != null && secretKey != null && token != null && expiration != null;
    }
  }

  private record Fetched(Credentials credentials, Instant expiration) {}

  private final RamRole role;
  private final Timer timer;
  private final TimeSource clock;
  private final Executor threads;
  private final Consumer<Credentials> sink;
  private Timer.Task renewal = () -> {};
  private boolean failing;
  private boolean closed;

  /**
   * Nothing is fetched yet.
   *
   * @param threads run what waits for the service
   * @param sink takes credentials
   */
  RoleCredentials(
      RamRole role, Timer timer, TimeSource clock, Executor threads, Consumer<Credentials> sink) {
    this.role = role;
    this.timer = timer;
    this.clock = clock;
    this.threads = threads;
    this.sink = sink;
  }

  /**
   * Fetches the first credentials, on the calling thread, and renews them from then on.
   *
   * @throws ONSClientException when there are none in time
   */
  void begin(Duration limit) {
    use(fetch(limit.compareTo(PATIENCE) < 0 ? limit : PATIENCE));
  }

  /** Renews nothing any more. */
  synchronized void close() {
    closed = true;
    renewal.cancel();
  }

  private void renew() {
    try {
      use(fetch(PATIENCE));
      synchronized (this) {
        if (failing) {
          log.info("the credentials of role {} are renewed again", role.name());
        }
        failing = false;
      }
    } catch (RuntimeException | Error failure) {
      synchronized (this) {
        if (!failing) {
          log.warn(
              "credentials are not renewed yet, trying again: {}",
              Failures.unwrap(failure).getMessage());
        }
        failing = true;
        renewAfter(AGAIN);
      }
    }
  }

  private synchronized void use(Fetched fetched) {
    if (closed) {
      return;
    }
    sink.accept(fetched.credentials());
    Duration left = Duration.between(clock.instant(), fetched.expiration());
    Duration half = left.dividedBy(2);
    Duration wait = left.minus(half.compareTo(AHEAD) < 0 ? half : AHEAD);
    renewAfter(wait.compareTo(AGAIN) < 0 ? AGAIN : wait);
  }

  private synchronized void renewAfter(Duration wait) {
    if (!closed) {
      renewal = timer.after(wait, this::renewSoon);
    }
  }

  private synchronized void renewSoon() {
    if (!closed) {
      threads.execute(this::renew);
    }
  }

  private Fetched fetch(Duration limit) {
    int millis = (int) Math.max(1, limit.toMillis());
    try {
      HttpURLConnection connection =
          (HttpURLConnection) role.credentials().toURL().openConnection(Proxy.NO_PROXY);
      connection.setConnectTimeout(millis);
      connection.setReadTimeout(millis);
      connection.setInstanceFollowRedirects(false);
      connection.setRequestProperty("Connection", "close");
      try {
        return read(connection);
      } finally {
        connection.disconnect();
      }
    } catch (SocketTimeoutException late) {
      throw failure("no answer within " + millis + " ms", late, ErrorCode.NO_ANSWER_IN_TIME);
    } catch (IOException noConnection) {
      throw failure(noConnection.toString(), noConnection, ErrorCode.SERVER_UNREACHABLE);
    }
  }

  private Fetched read(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    if (status >= 500) {
      throw failure("it answered HTTP " + status, null, ErrorCode.INTERNAL_SERVER_ERROR);
    }
    if (status != HttpURLConnection.HTTP_OK) {
      throw unavailable("it answered HTTP " + status, null);
    }
    String text;
    try (InputStream body = connection.getInputStream()) {
      text = new String(body.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    }
    try {
      return checked(new Gson().fromJson(text, Answer.class));
    } catch (JsonParseException | DateTimeParseException unreadable) {
      throw unavailable("its answer cannot be read", unreadable);
    }
  }

  private Fetched checked(Answer answer) {
    if (answer == null || (answer.code() != null && !answer.code().equals("Success"))) {
      throw unavailable("its answer is " + (answer == null ? "empty" : answer.code()), null);
    }
    if (!answer.isComplete()) {
      throw unavailable("its answer lacks a part of the credentials", null);
    }
    Instant expiration = Instant.parse(answer.expiration());
    if (!expiration.isAfter(clock.instant())) {
      throw unavailable(
          "its credentials expired at " + expiration + "; is the clock of this machine right?",
          null);
    }
    return new Fetched(
        new Credentials(answer.accessKey(), answer.secretKey(), answer.token()), expiration);
  }

  private ONSClientException unavailable(String why, Throwable cause) {
    return failure(why, cause, ErrorCode.CREDENTIALS_NOT_AVAILABLE);
  }

  private ONSClientException failure(String why, Throwable cause, ErrorCode code) {
    return new ONSClientException(
        "no credentials of role "
            + role.name()
            + " from "
            + role.credentials()
            + ": "
            + why
            + "; attach the role to this machine and check RamRoleName, or set AccessKey and"
            + " SecretKey instead",
        cause,
        code);
  }
}
