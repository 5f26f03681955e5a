package io.openons.broker.server.http.access;

import io.openons.broker.core.access.Caller;

/**
 * Somebody who is signed in; or anybody, without access control.
 *
 * @param caller who it is
 * @param isByCookie whether a browser sends its token by itself
 * @param ends when it ends, in milliseconds of the clock that it was made by
 */
public record Session(Caller caller, boolean isByCookie, long ends) {
  /** Returns the name of the user; null without access control. */
  public String user() {
    return caller.userName();
  }
}
