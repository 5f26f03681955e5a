package io.openons.bench;

/** What is measured, in the order of the table. */
public enum Scenario {
  /** One thread sends and waits. */
  SEND_SYNC_1("send, 1 thread", false) {
    @Override
    Load open(BenchClient client, Request request, Meter meter) throws Exception {
      return SendLoad.synchronous(client, request, meter, 1);
    }
  },
  /** 64 threads send and wait. */
  SEND_SYNC_64("send, 64 threads", false) {
    @Override
    Load open(BenchClient client, Request request, Meter meter) throws Exception {
      return SendLoad.synchronous(client, request, meter, 64);
    }
  },
  /** One thread sends without waiting; 1,024 answers outstanding. */
  SEND_ASYNC("send, asynchronous", false) {
    @Override
    Load open(BenchClient client, Request request, Meter meter) throws Exception {
      return SendLoad.asynchronous(client, request, meter, 1_024);
    }
  },
  /** A push consumer receives a backlog and acknowledges it. */
  RECEIVE("receive and acknowledge", true) {
    @Override
    Load open(BenchClient client, Request request, Meter meter) throws Exception {
      return new ReceiveLoad(client, request, meter);
    }
  };

  private final String title;
  private final boolean needsBacklog;

  Scenario(String title, boolean needsBacklog) {
    this.title = title;
    this.needsBacklog = needsBacklog;
  }

  /** Starts the load; it runs until it is closed. */
  abstract Load open(BenchClient client, Request request, Meter meter) throws Exception;

  String title() {
    return title;
  }

  /** Whether the topic must hold messages before. */
  boolean needsBacklog() {
    return needsBacklog;
  }
}
