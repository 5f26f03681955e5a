package com.aliyun.openservices.ons.api;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import java.util.Properties;

/**
 * The life of a client: created, started once, shut down once.
 *
 * <p>All methods are safe for use by several threads.
 */
public interface Admin extends AutoCloseable {
  /** Whether {@link #start()} succeeded and {@link #shutdown()} was not called yet. */
  boolean isStarted();

  /** The opposite of {@link #isStarted()}: whether the client was shut down, or never started. */
  boolean isClosed();

  /**
   * Connects, and returns when the client can work. Does nothing on a started client. After a
   * failure nothing is left behind and {@code start} may be called again.
   *
   * @throws ONSClientException when the client cannot work by the deadline ({@code
   *     ons.startTimeoutMillis}), with the reason and the remedy; when it was shut down
   */
  void start();

  /**
   * Replaces AccessKey, SecretKey and SecurityToken, all three at once, without a pause.
   *
   * @param credentialProperties holds {@link PropertyKeyConst#AccessKey}, {@link
   *     PropertyKeyConst#SecretKey} and, for temporary credentials, {@link
   *     PropertyKeyConst#SecurityToken}
   * @throws ONSClientException when AccessKey or SecretKey is missing or empty, and on a client
   *     with {@code RamRoleName}, which renews its credentials itself
   */
  void updateCredential(Properties credentialProperties);

  /**
   * Ends the client: no new work is taken, what is under way is finished (within the timeouts), and
   * threads and connections are released. A client that was shut down cannot be started again. Does
   * nothing on a closed client.
   */
  void shutdown();

  /**
   * Describes the client at this moment: its effective configuration with the origin of each value,
   * and its relation to the server. {@code describe().toString()} is plain text. May be called at
   * any time; asks nobody. Secrets are masked.
   *
   * @throws ONSClientException when the client was not made by {@link ONSFactory}
   */
  default ClientDescription describe() {
    throw new ONSClientException(
        getClass().getName() + " cannot describe itself; use a client of ONSFactory",
        null,
        ErrorCode.FEATURE_NOT_SUPPORTED);
  }

  /** The same as {@link #shutdown()}, so that a client fits into try-with-resources. */
  @Override
  default void close() {
    shutdown();
  }
}
