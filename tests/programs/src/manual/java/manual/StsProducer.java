package manual;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import java.util.Properties;

/** Temporary credentials, replaced while the producer runs. */
public class StsProducer {
  public static void main(String[] args) {
    Properties properties = new Properties();
    properties.put(PropertyKeyConst.AccessKey, "STS.access-key");
    properties.put(PropertyKeyConst.SecretKey, MqConfig.SECRET_KEY);
    properties.put(PropertyKeyConst.SecurityToken, "token");
    properties.put(PropertyKeyConst.NAMESRV_ADDR, MqConfig.NAMESRV_ADDR);
    properties.setProperty(PropertyKeyConst.SendMsgTimeoutMillis, MqConfig.SEND_TIMEOUT);
    Producer producer = ONSFactory.createProducer(properties);
    producer.start();
    producer.send(new Message("sts-topic", "TagA", "with the first token".getBytes()));

    Properties renewed = new Properties();
    renewed.put(PropertyKeyConst.AccessKey, "STS.access-key");
    renewed.put(PropertyKeyConst.SecretKey, MqConfig.SECRET_KEY);
    renewed.put(PropertyKeyConst.SecurityToken, "next token");
    producer.updateCredential(renewed);
    producer.send(new Message("sts-topic", "TagA", "with the next token".getBytes()));
    producer.shutdown();
    System.out.println("StsProducer: sent with both");
  }
}
