package io.openons.bench.worker;

import io.openons.bench.client.BenchClient;
import io.openons.bench.client.MessageKind;
import java.util.List;

/** What is measured, in the order of the table. */
public enum Scenario {
  /** One thread sends and waits. */
  SEND_SYNC_1("send, 1 thread", MessageKind.NORMAL) {
    @Override
    Load open(BenchClient client, Request request, Meter meter) throws Exception {
      return SendLoad.synchronous(client, request, meter, 1);
    }
  },
  /** 64 threads send and wait. */
  SEND_SYNC_64("send, 64 threads", MessageKind.NORMAL) {
    @Override
    Load open(BenchClient client, Request request, Meter meter) throws Exception {
      return SendLoad.synchronous(client, request, meter, THREADS);
    }
  },
  /** One thread sends without waiting; 1,024 answers outstanding. */
  SEND_ASYNC("send, asynchronous", MessageKind.NORMAL) {
    @Override
    Load open(BenchClient client, Request request, Meter meter) throws Exception {
      return SendLoad.asynchronous(client, request, meter, 1_024);
    }
  },
  /** A push consumer receives a backlog and acknowledges it. */
  RECEIVE("receive and acknowledge", MessageKind.NORMAL) {
    @Override
    Load open(BenchClient client, Request request, Meter meter) throws Exception {
      return new ReceiveLoad(client, request, meter);
    }

    @Override
    public boolean needsBacklog() {
      return true;
    }
  },
  /** From the call of send to the listener, at a fixed rate. */
  LATENCY("end to end, fixed rate", MessageKind.NORMAL) {
    @Override
    Load open(BenchClient client, Request request, Meter meter) throws Exception {
      return new LatencyLoad(client, request, meter);
    }

    /** Percentiles need more messages than a fixed rate brings in the usual time. */
    @Override
    public Pace pace(Pace usual) {
      return new Pace(usual.windowMillis(), usual.maxWarmUpMillis(), 3 * usual.measureMillis());
    }
  },
  /** 64 threads send and wait, with one of a hundred sharding keys. */
  SEND_ORDERED("send ordered, 64 threads", MessageKind.ORDERED) {
    @Override
    Load open(BenchClient client, Request request, Meter meter) throws Exception {
      return SendLoad.synchronous(client, request, meter, THREADS);
    }
  },
  /** 64 threads send and wait; the messages are deliverable in an hour. */
  SEND_DELAYED("send delayed, 64 threads", MessageKind.DELAYED) {
    @Override
    Load open(BenchClient client, Request request, Meter meter) throws Exception {
      return SendLoad.synchronous(client, request, meter, THREADS);
    }
  },
  /** 64 threads send in transactions and commit them. */
  SEND_TRANSACTION("send in transactions, 64 threads", MessageKind.TRANSACTION) {
    @Override
    Load open(BenchClient client, Request request, Meter meter) throws Exception {
      return SendLoad.synchronous(client, request, meter, THREADS);
    }
  };

  /** What is measured unless something else is asked for. */
  public static final List<Scenario> USUAL =
      List.of(SEND_SYNC_1, SEND_SYNC_64, SEND_ASYNC, RECEIVE, LATENCY);

  private static final int THREADS = 64;

  private final String title;
  private final MessageKind kind;

  Scenario(String title, MessageKind kind) {
    this.title = title;
    this.kind = kind;
  }

  /** Starts the load; it runs until it is closed. */
  abstract Load open(BenchClient client, Request request, Meter meter) throws Exception;

  public String title() {
    return title;
  }

  /** The messages that it sends. */
  public MessageKind kind() {
    return kind;
  }

  /** Whether the topic must hold messages before. */
  public boolean needsBacklog() {
    return false;
  }

  /** Returns how long it is measured, given how long the others are. */
  public Pace pace(Pace usual) {
    return usual;
  }

  /** Whether a server that stores nothing can take part. */
  public boolean needsNoStore() {
    return kind == MessageKind.NORMAL && this != LATENCY;
  }
}
