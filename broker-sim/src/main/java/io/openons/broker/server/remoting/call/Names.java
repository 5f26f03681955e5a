package io.openons.broker.server.remoting.call;

import io.openons.broker.core.api.ResourceName;

/** Names of topics and groups as clients of this protocol write them. */
public final class Names {
  /** What Apache's clients note about messages goes here; a user may name another topic. */
  private static final String TRACES = "RMQ_SYS_TRACE_TOPIC";

  /** The same of ONS clients, with a region behind it. */
  private static final String TRACES_OF_REGION = "rmq_sys_TRACE_DATA_";

  private Names() {}

  /** Returns the name of a topic or group; all topics for traces are one. */
  public static ResourceName of(String text) {
    boolean isForTraces = text.equals(TRACES) || text.startsWith(TRACES_OF_REGION);
    return isForTraces ? ResourceName.TRACES : ResourceName.of("", text);
  }
}
