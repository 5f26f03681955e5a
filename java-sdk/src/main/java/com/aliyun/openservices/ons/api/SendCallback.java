package com.aliyun.openservices.ons.api;

/** Takes the outcome of an asynchronous send; exactly one of the methods is called, once. */
public interface SendCallback {
  /** The server has the message. */
  void onSuccess(SendResult sendResult);

  /** The server did not confirm the message; after a timeout it may have it nevertheless. */
  void onException(OnExceptionContext context);
}
