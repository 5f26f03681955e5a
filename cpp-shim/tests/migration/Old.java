import com.aliyun.openservices.ons.api.*;
import com.aliyun.openservices.ons.api.order.NoSuchClass;
import com.aliyun.openservices.shade.com.alibaba.Nothing;

/** Uses what the check is to find: see migration.sh. */
class Old {
  void old(Producer producer, Message message) {
    producer.start();
    producer.sendToTheMoon(message);
    message.putUserProperties("colour", "green");
    ONSFactory.createDelayQueue();
  }
}
