package manual;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.SendResult;
import java.util.Properties;

/** One producer, used by several threads. */
public class SharedProducer {
  public static void main(String[] args) throws InterruptedException {
    Properties properties = new Properties();
    properties.put(PropertyKeyConst.GROUP_ID, "GID_shared");
    properties.put(PropertyKeyConst.AccessKey, MqConfig.ACCESS_KEY);
    properties.put(PropertyKeyConst.SecretKey, MqConfig.SECRET_KEY);
    properties.setProperty(PropertyKeyConst.SendMsgTimeoutMillis, MqConfig.SEND_TIMEOUT);
    properties.put(PropertyKeyConst.NAMESRV_ADDR, MqConfig.NAMESRV_ADDR);
    final Producer producer = ONSFactory.createProducer(properties);
    producer.start();

    Thread thread = new Thread(new Sender(producer, "first"));
    Thread anotherThread = new Thread(new Sender(producer, "second"));
    thread.start();
    anotherThread.start();
    thread.join();
    anotherThread.join();
    producer.shutdown();
  }

  static class Sender implements Runnable {
    private final Producer producer;
    private final String name;

    Sender(Producer producer, String name) {
      this.producer = producer;
      this.name = name;
    }

    @Override
    public void run() {
      try {
        Message msg = new Message("filter-topic", "TagB", ("from the " + name).getBytes());
        SendResult sendResult = producer.send(msg);
        if (sendResult != null) {
          System.out.println("SharedProducer: sent by the " + name);
        }
      } catch (Exception e) {
        e.printStackTrace();
      }
    }
  }
}
