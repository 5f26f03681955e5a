package io.openons.broker.server.remoting.admin;

import io.openons.broker.core.Broker;
import io.openons.broker.core.api.Page;
import io.openons.broker.core.api.PageRequest;
import io.openons.broker.server.remoting.call.Operation;
import io.openons.broker.server.remoting.group.Sessions;
import io.openons.broker.server.remoting.route.BrokerAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** All that operators' tools ask. */
public final class AdminRequests {
  private AdminRequests() {}

  /** Returns the operations by code. */
  public static Map<Integer, Operation> operations(
      Broker broker, BrokerAddress address, Sessions sessions) {
    Map<Integer, Operation> operations = new HashMap<>();
    operations.putAll(BrokerRequests.operations(broker, address));
    operations.putAll(TopicRequests.operations(broker));
    operations.putAll(ConsumerGroupRequests.operations(broker));
    operations.putAll(ConnectionRequests.operations(broker, address, sessions));
    operations.putAll(ProgressRequests.operations(broker));
    return operations;
  }

  /**
   * Returns a whole list, since this protocol knows no pages. What it makes of many entries may be
   * too long for a frame, and is refused then.
   */
  static <T> List<T> all(Function<PageRequest, Page<T>> list) {
    List<T> all = new ArrayList<>();
    Page<T> page = list.apply(PageRequest.first(PageRequest.MAX_LIMIT));
    all.addAll(page.items());
    while (page.next() != null) {
      page = list.apply(PageRequest.after(page.next(), PageRequest.MAX_LIMIT));
      all.addAll(page.items());
    }
    return all;
  }
}
