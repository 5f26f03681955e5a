package com.aliyun.openservices.ons.api.order;

import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.exception.ONSClientException;

/**
 * Sends messages that are handled in the order in which the server took them, sharding key by
 * sharding key. The order is only that of the sends when one thread sends them one after the other.
 *
 * <p>Retries and threads are those of {@link com.aliyun.openservices.ons.api.Producer}; {@code
 * SendMsgTimeoutMillis} is 3000 by default, as it was in the commercial client.
 */
public interface OrderProducer extends Admin {
  /**
   * Sends, and returns when the server has the message.
   *
   * @param shardingKey what the order is kept within; for one order over the whole topic, always
   *     the same text. Becomes the message's sharding key. Servers take at most 63 bytes of UTF-8:
   *     a longer key travels, and reaches consumers, as its SHA-256 in base64
   * @throws ONSClientException when the sharding key is null or blank, when the message has a
   *     delivery time, and when the server did not confirm the message
   */
  SendResult send(Message message, String shardingKey);
}
