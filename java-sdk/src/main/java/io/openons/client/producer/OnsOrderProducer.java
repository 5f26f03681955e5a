package io.openons.client.producer;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.aliyun.openservices.ons.api.order.OrderProducer;
import io.openons.client.config.ProducerConfig;
import io.openons.client.runtime.ClientRuntime;
import java.util.function.Supplier;

/** The ordered producer of the surface. */
public final class OnsOrderProducer extends ProducerClient implements OrderProducer {
  /** A producer that is not started. */
  public OnsOrderProducer(ProducerConfig config, Supplier<ClientRuntime> runtime) {
    super(config, runtime, null);
  }

  @Override
  public SendResult send(Message message, String shardingKey) {
    if (shardingKey == null || shardingKey.isBlank()) {
      throw new ONSClientException(
          "the sharding key is null or blank; give the text within which order is kept, always the"
              + " same one for the order of a whole topic",
          null,
          ErrorCode.ILLEGAL_MESSAGE_GROUP);
    }
    ProducerEngine engine = running();
    requireNotNull(message, "the message");
    message.setShardingKey(shardingKey);
    return engine.send(message);
  }
}
