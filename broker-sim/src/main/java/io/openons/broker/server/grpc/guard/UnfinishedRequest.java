package io.openons.broker.server.grpc.guard;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.server.grpc.call.GrpcStart;
import io.openons.broker.server.net.Connection;
import java.util.function.Consumer;

/**
 * Counts the bytes of a request that have come while its end has not, and refuses the call when its
 * connection or the broker has too many. Used on the thread of the connection only.
 */
public final class UnfinishedRequest extends ServerStreamTracer {
  /** Makes one for each call. */
  public static final Factory FACTORY =
      new Factory() {
        @Override
        public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
          return new UnfinishedRequest();
        }
      };

  private static final Context.Key<UnfinishedRequest> KEY = Context.key("unfinished-request");

  private Connection connection;
  private Consumer<BrokerException> refuse;
  private long bytes;

  private UnfinishedRequest() {}

  /** Returns that of the call that is being started on this thread. */
  static UnfinishedRequest current() {
    return KEY.get();
  }

  @Override
  public Context filterContext(Context context) {
    return context.withValue(KEY, this);
  }

  @Override
  public void serverCallStarted(ServerCallInfo<?, ?> call) {
    Attributes attributes = call.getAttributes();
    connection = attributes.get(GrpcStart.CONNECTION);
  }

  /** Sets how the call is refused. */
  void refuseBy(Consumer<BrokerException> refusal) {
    this.refuse = refusal;
  }

  @Override
  public void inboundWireSize(long more) {
    if (connection == null) {
      return;
    }
    bytes += more;
    try {
      connection.requestGrows(more);
    } catch (BrokerException refusal) {
      if (refuse != null) {
        Consumer<BrokerException> refusing = refuse;
        refuse = null;
        // Not within the reading of its bytes.
        connection.execute(() -> refusing.accept(refusal));
      }
    }
  }

  @Override
  public void inboundMessageRead(int sequence, long wireSize, long size) {
    // All of the message has come.
    end();
  }

  @Override
  public void streamClosed(Status status) {
    end();
  }

  private void end() {
    if (connection != null) {
      connection.requestEnded(bytes);
      bytes = 0;
    }
  }
}
