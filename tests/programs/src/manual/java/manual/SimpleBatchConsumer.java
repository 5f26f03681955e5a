package manual;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.ConsumeContext;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.batch.BatchConsumer;
import com.aliyun.openservices.ons.api.batch.BatchMessageListener;
import java.util.List;
import java.util.Properties;

/** Consumes in batches: full ones, or those that have waited for long enough. */
public class SimpleBatchConsumer {
  public static void main(String[] args) {
    Properties consumerProperties = new Properties();
    consumerProperties.setProperty(PropertyKeyConst.GROUP_ID, "GID_batch");
    consumerProperties.setProperty(PropertyKeyConst.AccessKey, MqConfig.ACCESS_KEY);
    consumerProperties.setProperty(PropertyKeyConst.SecretKey, MqConfig.SECRET_KEY);
    consumerProperties.setProperty(PropertyKeyConst.NAMESRV_ADDR, MqConfig.NAMESRV_ADDR);
    consumerProperties.setProperty(PropertyKeyConst.ConsumeMessageBatchMaxSize, String.valueOf(3));
    consumerProperties.setProperty(
        PropertyKeyConst.BatchConsumeMaxAwaitDurationInSeconds, String.valueOf(450));
    BatchConsumer batchConsumer = ONSFactory.createBatchConsumer(consumerProperties);
    batchConsumer.subscribe(
        MqConfig.TOPIC,
        MqConfig.TAG,
        new BatchMessageListener() {
          @Override
          public Action consume(final List<Message> messages, ConsumeContext context) {
            System.out.println("SimpleBatchConsumer: batch of " + messages.size());
            return Action.CommitMessage;
          }
        });
    batchConsumer.start();
    System.out.println("SimpleBatchConsumer: started");
  }
}
