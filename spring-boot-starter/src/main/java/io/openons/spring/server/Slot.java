package io.openons.spring.server;

import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.ClientDescription;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The place of a client that starts when it is first needed. The application's end closes it, and a
 * restart of the application's context opens it again, with a new client. Thread-safe.
 */
final class Slot<C extends Admin> {
  private final String what;
  private final Supplier<C> make;
  private volatile C client;
  private boolean closed;

  Slot(String what, Supplier<C> make) {
    this.what = what;
    this.make = make;
  }

  /** The client, started. */
  C get() {
    C started = client;
    return started != null ? started : start();
  }

  private synchronized C start() {
    if (closed) {
      throw new ONSClientException(
          "%s has ended with its application context; send before that".formatted(what),
          null,
          ErrorCode.CLIENT_CLOSED);
    }
    if (client == null) {
      C made = make.get();
      try {
        made.start();
      } catch (ONSClientException failed) {
        throw new ONSClientException(
            "%s cannot start: %s".formatted(what, failed.getMessage()), failed);
      }
      client = made;
    }
    return client;
  }

  Optional<ClientDescription> describe() {
    return Optional.ofNullable(client).map(Admin::describe);
  }

  synchronized void open() {
    closed = false;
  }

  /** Ends the client after the sends under way. */
  synchronized void close() {
    closed = true;
    C ending = client;
    client = null;
    if (ending != null) {
      ending.shutdown();
    }
  }
}
