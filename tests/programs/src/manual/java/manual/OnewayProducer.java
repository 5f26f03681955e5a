package manual;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import java.util.Properties;

/** One-way sends: nobody waits for the server. */
public class OnewayProducer {
  public static void main(String[] args) {
    Properties properties = new Properties();
    properties.put(PropertyKeyConst.AccessKey, MqConfig.ACCESS_KEY);
    properties.put(PropertyKeyConst.SecretKey, MqConfig.SECRET_KEY);
    properties.setProperty(PropertyKeyConst.SendMsgTimeoutMillis, MqConfig.SEND_TIMEOUT);
    properties.put(PropertyKeyConst.NAMESRV_ADDR, MqConfig.NAMESRV_ADDR);
    Producer producer = ONSFactory.createProducer(properties);
    producer.start();
    for (int i = 0; i < 2; i++) {
      Message msg = new Message("filter-topic", "TagC", ("oneway " + i).getBytes());
      msg.setKey("ORDERID_" + i);
      producer.sendOneway(msg);
    }
    producer.shutdown();
    System.out.println("OnewayProducer: shut down");
  }
}
