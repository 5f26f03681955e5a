package io.openons.broker.server.remoting.codec;

import io.openons.broker.core.api.ResourceName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Values of queues as JSON bodies have them. Most clients write and read objects in the place of
 * the keys of an object, which is no JSON:
 *
 * <pre>
 * {"offsetTable":{{"brokerName":"openons","queueId":0,"topic":"orders"}:5}}
 * </pre>
 */
public final class QueueTable {
  private final String brokerName;
  private final List<Entry> entries = new ArrayList<>();

  /** Makes an empty table of queues of a broker. */
  public QueueTable(String brokerName) {
    this.brokerName = brokerName;
  }

  private record Queue(String brokerName, int queueId, String topic) {}

  private record Entry(Queue queue, String json) {}

  /** Adds the value of a queue, which is JSON already. */
  public void put(ResourceName topic, int queue, String json) {
    entries.add(new Entry(new Queue(brokerName, queue, topic.toString()), json));
  }

  /** Returns whether there is no value. */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Returns an object with one member, the table with queues as keys. */
  public byte[] asMap(String member) {
    return ("{\"" + member + "\":" + text() + "}").getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the table with queues as keys, for a body that has more. */
  public String text() {
    StringBuilder json = new StringBuilder("{");
    for (Entry entry : entries) {
      json.append(json.length() == 1 ? "" : ",")
          .append(Jsons.text(entry.queue))
          .append(':')
          .append(entry.json);
    }
    return json.append('}').toString();
  }

  /** Returns an object with one member, a list of the queues with their values. */
  public byte[] asList(String member, String value) {
    StringBuilder json = new StringBuilder("{\"" + member + "\":[");
    String separator = "";
    for (Entry entry : entries) {
      String queue = Jsons.text(entry.queue);
      json.append(separator)
          .append(queue, 0, queue.length() - 1)
          .append(",\"")
          .append(value)
          .append("\":")
          .append(entry.json)
          .append('}');
      separator = ",";
    }
    return json.append("]}").toString().getBytes(StandardCharsets.UTF_8);
  }
}
