package io.openons.broker.server.remoting.pop;

import io.openons.broker.core.Broker;
import io.openons.broker.core.access.Need;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.group.ReceiptHandle;
import io.openons.broker.server.remoting.call.Answer;
import io.openons.broker.server.remoting.call.Call;
import io.openons.broker.server.remoting.call.Operation;
import io.openons.broker.server.remoting.codec.Command;
import io.openons.broker.server.remoting.codec.Jsons;
import io.openons.broker.server.remoting.codec.RequestCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** What clients say about messages that they hold under leases. */
public final class LeaseRequests {
  /** Most deliveries that a request acknowledges. Ours. */
  private static final int MAX_ACKNOWLEDGED = 1024;

  private final Broker broker;

  private LeaseRequests(Broker broker) {
    this.broker = broker;
  }

  /** Returns the operations by code. */
  public static Map<Integer, Operation> operations(Broker broker) {
    LeaseRequests requests = new LeaseRequests(broker);
    return Map.of(
        RequestCode.ACKNOWLEDGE, Operation.now(PopRequests::needs, requests::acknowledge),
        RequestCode.ACKNOWLEDGE_BATCH,
            Operation.now(LeaseRequests::batchNeeds, requests::acknowledgeBatch),
        RequestCode.CHANGE_LEASE, Operation.now(PopRequests::needs, requests::changeLease));
  }

  private Answer acknowledge(Call call) {
    ResourceName group = PopRequest.group(call.request());
    ResourceName topic = PopRequest.topic(call.request());
    broker.acknowledge(group, topic, handle(call.request(), group, topic));
    return Answer.done();
  }

  private String handle(Command request, ResourceName group, ResourceName topic) {
    return Checkpoint.parse(request.text("extraInfo")).handle(broker, group, topic);
  }

  private Answer changeLease(Call call) {
    ResourceName group = PopRequest.group(call.request());
    ResourceName topic = PopRequest.topic(call.request());
    long millis = call.request().number("invisibleTime");
    String changed =
        broker.changeLease(
            group,
            topic,
            handle(call.request(), group, topic),
            Duration.ofMillis(millis),
            call.request().flag("suspend"));
    return Answer.done(
        Map.of(
            "popTime", String.valueOf(System.currentTimeMillis()),
            "invisibleTime", String.valueOf(millis),
            "reviveQid", String.valueOf(ReceiptHandle.parse(changed).serial())));
  }

  /**
   * Deliveries of one queue with one serial.
   *
   * @param c the group
   * @param t the topic
   * @param q the queue
   * @param so the offset of the first bit
   * @param rq the serial
   * @param b the offsets, as bits in base64
   */
  private record Acknowledged(String c, String t, int q, long so, int rq, String b) {
    Acknowledged {
      if (c == null || t == null || b == null) {
        throw new BrokerException(
            Reason.BAD_REQUEST, "an acknowledgement has no c, t or b; set all of them");
      }
    }

    ResourceName group() {
      return ResourceName.of("", c);
    }

    ResourceName topic() {
      return ResourceName.of("", t);
    }

    BitSet bits() {
      try {
        return BitSet.valueOf(Base64.getDecoder().decode(b));
      } catch (IllegalArgumentException e) {
        throw new BrokerException(
            Reason.BAD_REQUEST, "the offsets of an acknowledgement are no base64");
      }
    }
  }

  private record Batch(List<Acknowledged> acks) {
    Batch {
      acks = acks == null ? List.of() : acks;
    }
  }

  private static List<Need> batchNeeds(Command request) {
    List<Need> needs = new ArrayList<>();
    for (Acknowledged each : read(request)) {
      needs.addAll(PopRequests.needs(each.group(), each.topic()));
    }
    return needs;
  }

  private static List<Acknowledged> read(Command request) {
    List<Acknowledged> acknowledged = Jsons.read(request, Batch.class).acks();
    long count = acknowledged.stream().mapToLong(each -> each.bits().cardinality()).sum();
    if (acknowledged.size() > MAX_ACKNOWLEDGED || count > MAX_ACKNOWLEDGED) {
      throw new BrokerException(
          Reason.BAD_REQUEST,
          "the request acknowledges %d deliveries; at most %d are allowed; send several requests"
              .formatted(Math.max(count, acknowledged.size()), MAX_ACKNOWLEDGED));
    }
    return acknowledged;
  }

  /** All that can be acknowledged is; the first refusal is the answer. */
  private Answer acknowledgeBatch(Call call) {
    BrokerException refusal = null;
    for (Acknowledged each : read(call.request())) {
      for (int bit : each.bits().stream().toArray()) {
        try {
          Checkpoint checkpoint = new Checkpoint(each.q(), each.so() + bit, each.rq());
          broker.acknowledge(
              each.group(), each.topic(), checkpoint.handle(broker, each.group(), each.topic()));
        } catch (BrokerException e) {
          refusal = refusal == null ? e : refusal;
        }
      }
    }
    if (refusal != null) {
      throw refusal;
    }
    return Answer.done();
  }
}
