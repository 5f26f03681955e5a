package io.openons.bench.client;

/** What a client speaks, and a server is to understand. */
public enum Protocol {
  GRPC,
  REMOTING
}
