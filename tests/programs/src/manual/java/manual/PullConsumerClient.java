package manual;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.PullConsumer;
import com.aliyun.openservices.ons.api.TopicPartition;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/** Starts, takes all queues of a topic from their beginning, and polls. */
public class PullConsumerClient {
  public static void main(String[] args) {
    Properties properties = new Properties();
    properties.setProperty(PropertyKeyConst.GROUP_ID, "GID_pull");
    properties.put(PropertyKeyConst.AccessKey, MqConfig.ACCESS_KEY);
    properties.put(PropertyKeyConst.SecretKey, MqConfig.SECRET_KEY);
    properties.put(PropertyKeyConst.NAMESRV_ADDR, MqConfig.NAMESRV_ADDR);
    properties.put(PropertyKeyConst.AUTO_COMMIT, "true");
    PullConsumer consumer = ONSFactory.createPullConsumer(properties);
    consumer.start();
    Set<TopicPartition> topicPartitions = consumer.topicPartitions(MqConfig.TOPIC);
    consumer.assign(topicPartitions);
    for (TopicPartition topicPartition : topicPartitions) {
      consumer.seekToBeginning(topicPartition);
    }
    int left = 3;
    while (left > 0) {
      List<Message> messages = consumer.poll(3000);
      for (Message message : messages) {
        System.out.println("PullConsumerClient: " + new String(message.getBody()));
        left--;
      }
    }
    consumer.commitSync();
    consumer.shutdown();
  }
}
