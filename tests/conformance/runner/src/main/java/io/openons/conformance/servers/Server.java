package io.openons.conformance.servers;

import io.openons.conformance.cases.Case;
import java.util.List;

/** A server that cases run against. */
public interface Server extends AutoCloseable {
  /** {@code host:port} for clients. */
  String endpoint(Case one);

  /** Makes what cases need before the first of them runs. */
  void prepare(List<PlannedRun> planned);

  /** Ends the server and starts it again with what it had stored; only for a case that is alone. */
  default void restart() {
    throw new UnsupportedOperationException("this server is shared");
  }

  /** Ends the server for good; only for a case that is alone. */
  default void stop() {
    throw new UnsupportedOperationException("this server is shared");
  }

  /** The server's own words, for the text of a failure; may be empty. */
  default String logs() {
    return "";
  }

  @Override
  void close();
}
