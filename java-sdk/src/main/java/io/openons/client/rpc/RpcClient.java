package io.openons.client.rpc;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.openons.client.config.TlsConfig;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.Endpoints;
import io.openons.proto.v2.Status;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** One client's calls. Holds its share of the channels that it has used. */
public final class RpcClient {
  private final Channels channels;
  private final TlsConfig tls;
  private final RequestHeaders headers;
  private final Map<Endpoints, ManagedChannel> acquired = new ConcurrentHashMap<>();
  private boolean closed;

  /** Calls over shared channels, with one client's headers. */
  public RpcClient(Channels channels, TlsConfig tls, RequestHeaders headers) {
    this.channels = channels;
    this.tls = tls;
    this.headers = headers;
  }

  /** A call that fails at once when there is no connection. */
  public <Q, R> CompletableFuture<R> call(
      Rpc<Q, R> rpc, Endpoints to, Q request, long timeoutNanos) {
    return call(rpc, to, request, CallOptions.DEFAULT, timeoutNanos);
  }

  /** A call that waits for a connection, as long as its time lasts. */
  public <Q, R> CompletableFuture<R> callWhenConnected(
      Rpc<Q, R> rpc, Endpoints to, Q request, long timeoutNanos) {
    return call(rpc, to, request, CallOptions.DEFAULT.withWaitForReady(), timeoutNanos);
  }

  private <Q, R> CompletableFuture<R> call(
      Rpc<Q, R> rpc, Endpoints to, Q request, CallOptions options, long timeoutNanos) {
    SingleAnswer<R> answer = new SingleAnswer<>(rpc, to, RequestHeaders.newRequestId());
    try {
      ClientCall<Q, R> call =
          channel(to)
              .newCall(rpc.method(), options.withDeadlineAfter(timeoutNanos, TimeUnit.NANOSECONDS));
      call.start(answer, headers.next(answer.requestId));
      call.request(2);
      call.sendMessage(request);
      call.halfClose();
    } catch (RuntimeException | Error notBegun) {
      answer.result.completeExceptionally(notBegun);
    }
    return answer.result;
  }

  /**
   * Begins a call with several answers. The caller asks for answers and sends its requests.
   *
   * @param timeoutNanos bound of the whole call; 0 for none
   */
  public <Q, R> ClientCall<Q, R> open(
      MethodDescriptor<Q, R> method,
      Endpoints to,
      long timeoutNanos,
      ClientCall.Listener<R> listener) {
    CallOptions options = CallOptions.DEFAULT;
    if (timeoutNanos > 0) {
      options = options.withDeadlineAfter(timeoutNanos, TimeUnit.NANOSECONDS);
    }
    ClientCall<Q, R> call = channel(to).newCall(method, options);
    call.start(listener, headers.next(RequestHeaders.newRequestId()));
    return call;
  }

  /** What a stream's end means. */
  public static ONSClientException failure(String call, Endpoints to, io.grpc.Status status) {
    return Failures.ofTransport(call, to, status, "");
  }

  /** Whether there is a connection on which calls can go. */
  public boolean isConnected(Endpoints to) {
    return channel(to).getState(false) == ConnectivityState.READY;
  }

  /** Tries at once to connect where the last attempt failed, instead of after gRPC's own pause. */
  public void hurry(Endpoints to) {
    channel(to).resetConnectBackoff();
  }

  /** Drops a connection that seems dead; the next call makes a new one. */
  public void dropConnection(Endpoints to) {
    channel(to).enterIdle();
  }

  /** Lets go of all channels. Calls under way fail only when no other client uses the channel. */
  public void close() {
    synchronized (acquired) {
      closed = true;
    }
    acquired.keySet().forEach(endpoints -> channels.release(endpoints, tls));
    acquired.clear();
  }

  private ManagedChannel channel(Endpoints to) {
    ManagedChannel channel = acquired.get(to);
    return channel != null ? channel : acquire(to);
  }

  private ManagedChannel acquire(Endpoints to) {
    synchronized (acquired) {
      if (closed) {
        throw new ONSClientException("the client was shut down", null, ErrorCode.CLIENT_CLOSED);
      }
      return acquired.computeIfAbsent(to, endpoints -> channels.acquire(endpoints, tls));
    }
  }

  /** Takes the answer of a call that has one. */
  private static final class SingleAnswer<R> extends ClientCall.Listener<R> {
    private final CompletableFuture<R> result = new CompletableFuture<>();
    private final Rpc<?, R> rpc;
    private final Endpoints to;
    private final String requestId;
    private R answer;

    private SingleAnswer(Rpc<?, R> rpc, Endpoints to, String requestId) {
      this.rpc = rpc;
      this.to = to;
      this.requestId = requestId;
    }

    @Override
    public void onMessage(R message) {
      answer = message;
    }

    @Override
    public void onClose(io.grpc.Status end, Metadata trailers) {
      if (!end.isOk() || answer == null) {
        io.grpc.Status why =
            end.isOk() ? io.grpc.Status.INTERNAL.withDescription("no answer in the call") : end;
        result.completeExceptionally(Failures.ofTransport(rpc.name(), to, why, requestId));
        return;
      }
      Status status = rpc.status().apply(answer);
      if (status.getCode() == Code.OK) {
        result.complete(answer);
      } else {
        result.completeExceptionally(Failures.ofAnswer(rpc.name(), to, status, requestId));
      }
    }
  }
}
