package io.openons.broker.server.http;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateEvent;
import io.openons.broker.server.http.call.Answer;
import io.openons.broker.server.http.call.Problem;
import io.openons.broker.server.http.call.Request;
import io.openons.broker.server.http.call.Service;
import io.openons.broker.server.net.Connection;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * Hands the requests of a connection to the services, one after another; while one is under way no
 * more is read. Used on the connection's thread.
 */
final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  private final List<Service> services;
  private final Connection connection;
  private final RequestDeadline deadline;

  /** Requests that came in one read with the one that is under way. */
  private final Queue<Parsed> waiting = new ArrayDeque<>();

  private boolean isBusy;

  /** A request, or what is wrong with it. */
  private record Parsed(Request request, Problem problem, boolean isHead) {}

  RequestHandler(List<Service> services, Connection connection, RequestDeadline deadline) {
    this.services = services;
    this.connection = connection;
    this.deadline = deadline;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest message) {
    deadline.requestEnded();
    Parsed parsed = parse(context, message);
    if (isBusy) {
      waiting.add(parsed);
    } else {
      begin(context, parsed);
    }
  }

  private static Parsed parse(ChannelHandlerContext context, FullHttpRequest message) {
    boolean isHead = message.method().equals(HttpMethod.HEAD);
    try {
      if (message.decoderResult().isFailure()) {
        throw undecodable(message.decoderResult().cause());
      }
      Request request =
          Request.of(
              message.method().name(),
              target(message.uri()),
              message.headers(),
              ByteBufUtil.getBytes(message.content()),
              (InetSocketAddress) context.channel().remoteAddress(),
              context.pipeline().get(SslHandler.class) != null);
      return new Parsed(request, null, isHead);
    } catch (Problem problem) {
      return new Parsed(null, problem, isHead);
    }
  }

  private static String target(String uri) {
    if (!uri.startsWith("/")) {
      throw Problem.badRequest("the target of the request must begin with a slash");
    }
    return uri;
  }

  private static Problem undecodable(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return new Problem(
          HttpResponseStatus.REQUEST_URI_TOO_LONG,
          "uri-too-long",
          "the first line of the request has more than 8 KiB; shorten the path and the query");
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return new Problem(
          HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
          "headers-too-large",
          "the headers have more than 16 KiB; send fewer, such as cookies of other sites");
    }
    return Problem.badRequest("the request is not HTTP/1.1 as RFC 9112 has it");
  }

  private void begin(ChannelHandlerContext context, Parsed parsed) {
    isBusy = true;
    context.channel().config().setAutoRead(false);
    answer(parsed)
        .whenComplete(
            (answer, failure) -> {
              Answer given = failure == null ? answer : Problem.of(failure).answer();
              context.executor().execute(() -> write(context, parsed, given));
            });
  }

  private CompletableFuture<Answer> answer(Parsed parsed) {
    if (parsed.problem != null) {
      return CompletableFuture.failedFuture(parsed.problem);
    }
    CompletableFuture<Answer> answer;
    try {
      connection.callBegins();
    } catch (RuntimeException refusal) {
      return CompletableFuture.failedFuture(refusal);
    }
    try {
      answer = service(parsed.request.path()).answer(parsed.request);
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    answer.whenComplete((done, failure) -> connection.callEnded());
    return answer;
  }

  private Service service(String path) {
    for (Service service : services) {
      if (service.takes(path)) {
        return service;
      }
    }
    throw new Problem(
        HttpResponseStatus.NOT_FOUND,
        "path-not-found",
        "nothing is served at this path; the API begins with /api/v1/");
  }

  private void write(ChannelHandlerContext context, Parsed parsed, Answer answer) {
    if (!context.channel().isActive()) {
      return;
    }
    if (answer.events() != null && parsed.isHead) {
      context.write(Responses.ofStream(answer));
      context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(done -> next(context));
      return;
    }
    if (answer.events() != null) {
      context.writeAndFlush(Responses.ofStream(answer));
      // Read on, since that is how the end of the other side is seen.
      context.channel().config().setAutoRead(true);
      answer.events().accept(new ChannelEvents(context, connection));
      return;
    }
    int bytes = answer.body().length;
    connection.sends(bytes);
    ChannelFuture written = context.writeAndFlush(Responses.of(answer, parsed.isHead));
    written.addListener(
        done -> {
          connection.sent(bytes);
          next(context);
        });
    if (parsed.request == null) {
      // Where the next request begins is not known.
      written.addListener(ChannelFutureListener.CLOSE);
    }
  }

  private void next(ChannelHandlerContext context) {
    isBusy = false;
    Parsed parsed = waiting.poll();
    if (parsed != null) {
      begin(context, parsed);
    } else {
      context.channel().config().setAutoRead(true);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    if (event instanceof IdleStateEvent) {
      if (!isBusy) {
        context.close();
      }
    } else {
      super.userEventTriggered(context, event);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    connection.close("failed: " + cause.getMessage());
  }
}
