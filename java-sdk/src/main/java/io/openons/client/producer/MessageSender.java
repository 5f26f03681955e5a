package io.openons.client.producer;

import io.openons.client.rpc.Rpc;
import io.openons.client.rpc.RpcClient;
import io.openons.proto.v2.Endpoints;
import io.openons.proto.v2.Message;
import io.openons.proto.v2.SendMessageRequest;
import io.openons.proto.v2.SendMessageResponse;
import java.util.concurrent.CompletableFuture;

/** Puts a message on the wire: one message, one request. */
final class MessageSender {
  private final RpcClient rpc;

  MessageSender(RpcClient rpc) {
    this.rpc = rpc;
  }

  /**
   * One attempt.
   *
   * @param waitForConnection whether the time may be spent on waiting for a connection
   */
  CompletableFuture<SendMessageResponse> send(
      Endpoints to, Message message, long timeoutNanos, boolean waitForConnection) {
    SendMessageRequest request = SendMessageRequest.newBuilder().addMessages(message).build();
    return waitForConnection
        ? rpc.callWhenConnected(Rpc.SEND_MESSAGE, to, request, timeoutNanos)
        : rpc.call(Rpc.SEND_MESSAGE, to, request, timeoutNanos);
  }
}
