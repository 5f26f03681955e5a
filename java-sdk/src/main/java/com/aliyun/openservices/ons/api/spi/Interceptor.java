package com.aliyun.openservices.ons.api.spi;

/**
 * Called around an action of a client, on the thread of the action; by several threads at once.
 *
 * @param <T> the client
 */
public interface Interceptor<T> {
  /**
   * Before the action. A send is refused, and a listener is not called, when this returns false or
   * throws. A listener that was not called counts as having returned the action that an interceptor
   * set in the context, and as having handled the message when none was set; after a throw the
   * message comes again.
   *
   * @return whether to go on
   */
  boolean preHandle(InvocationContext context, T invoker) throws Exception;

  /**
   * After the action, in reverse order, for every interceptor whose {@code preHandle} returned
   * true. What it throws is only logged.
   */
  void postHandle(InvocationContext context, T invoker) throws Exception;
}
