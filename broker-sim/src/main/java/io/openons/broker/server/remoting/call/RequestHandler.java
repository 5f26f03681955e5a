package io.openons.broker.server.remoting.call;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.timeout.IdleStateEvent;
import io.openons.broker.core.access.AccessControl;
import io.openons.broker.core.access.Caller;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Texts;
import io.openons.broker.server.net.Connection;
import io.openons.broker.server.net.Failures;
import io.openons.broker.server.remoting.codec.Command;
import io.openons.broker.server.remoting.codec.ResponseCode;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the requests of one connection as they come, each without waiting for those before it, and
 * answers them as they are done. A client that takes no answers is read no further.
 */
public final class RequestHandler extends SimpleChannelInboundHandler<Command> {
  private static final Logger log = LoggerFactory.getLogger(RequestHandler.class);

  private final Map<Integer, Operation> operations;
  private final AccessControl access;
  private final Peer peer;
  private final Connection connection;

  /**
   * Makes the handler of one connection.
   *
   * @param operations what is done for the code of a request
   */
  public RequestHandler(Map<Integer, Operation> operations, AccessControl access, Peer peer) {
    this.operations = operations;
    this.access = access;
    this.peer = peer;
    this.connection = peer.connection();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, Command request) {
    if (request.isAnswer()) {
      peer.answered(request);
      return;
    }
    try {
      connection.callBegins();
      peer.heard(request);
    } catch (BrokerException refusal) {
      peer.answer(request, Refusals.of(refusal));
      return;
    }
    CompletableFuture<Answer> future;
    try {
      future = begin(request);
    } catch (RuntimeException e) {
      future = CompletableFuture.failedFuture(e);
    }
    future.whenComplete((answer, failure) -> end(request, answer, failure));
  }

  private CompletableFuture<Answer> begin(Command request) {
    Operation operation = operations.get(request.code());
    if (operation == null) {
      return CompletableFuture.completedFuture(
          Answer.of(
              ResponseCode.NOT_SUPPORTED,
              " request type %d not supported".formatted(request.code())));
    }
    return operation.work().apply(new Call(request, peer, admit(request, operation)));
  }

  private Caller admit(Command request, Operation operation) {
    try {
      Caller caller = access.authenticate(access.isOn() ? Signature.of(request) : null);
      if (access.isOn()) {
        access.require(caller, operation.needs().apply(request));
      }
      return caller;
    } catch (BrokerException refusal) {
      if (operation.isForOperators()) {
        log.warn(
            "refused {} request {} of operators: {}", peer, request.code(), refusal.getMessage());
      }
      throw refusal;
    }
  }

  private void end(Command request, Answer answer, Throwable failure) {
    connection.callEnded();
    if (failure == null) {
      peer.answer(request, answer);
    } else if (!(Failures.cause(failure) instanceof CancellationException)) {
      Answer refusal = Refusals.of(failure);
      if (request.isOneWay()) {
        connection.fault(
            "sent request %d, which waits for no answer and was refused: %s"
                .formatted(request.code(), refusal.remark()));
      }
      peer.answer(request, refusal);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
    context.channel().config().setAutoRead(context.channel().isWritable());
    super.channelWritabilityChanged(context);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    peer.closed();
    super.channelInactive(context);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    if (event instanceof IdleStateEvent) {
      // As clients do: those that live send heartbeats. Nothing is wrong, so nothing is logged.
      context.close();
    } else {
      super.userEventTriggered(context, event);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
    if (fault instanceof DecoderException) {
      connection.close("sent what is no frame: " + Texts.oneLine(fault.getMessage()));
    } else if (fault instanceof BrokerException refusal) {
      connection.close("sent too much: " + refusal.getMessage());
    } else {
      if (!(fault instanceof IOException)) {
        log.error("the connection from {} failed", peer, fault);
      }
      context.close();
    }
  }
}
