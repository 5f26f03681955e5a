package manual;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.SendResult;
import java.text.ParseException;
import java.text.SimpleDateFormat;
import java.util.Date;
import java.util.Properties;

/** A delayed message, which is due some time from now, and a timed one, which is due at a date. */
public class MQTimerProducer {
  public static void main(String[] args) throws ParseException {
    Properties producerProperties = new Properties();
    producerProperties.setProperty(PropertyKeyConst.AccessKey, MqConfig.ACCESS_KEY);
    producerProperties.setProperty(PropertyKeyConst.SecretKey, MqConfig.SECRET_KEY);
    producerProperties.setProperty(PropertyKeyConst.NAMESRV_ADDR, MqConfig.NAMESRV_ADDR);
    producerProperties.setProperty(PropertyKeyConst.SendMsgTimeoutMillis, MqConfig.SEND_TIMEOUT);
    Producer producer = ONSFactory.createProducer(producerProperties);
    producer.start();

    Message delayed = new Message("timer-topic", MqConfig.TAG, "delayed".getBytes());
    delayed.setStartDeliverTime(System.currentTimeMillis() + 1000);
    send(producer, delayed);

    SimpleDateFormat format = new SimpleDateFormat("yyyy-MM-dd HH:mm:ss");
    String inTwoSeconds = format.format(new Date(System.currentTimeMillis() + 2000));
    Message timed = new Message("timer-topic", MqConfig.TAG, "timed".getBytes());
    timed.setStartDeliverTime(format.parse(inTwoSeconds).getTime());
    send(producer, timed);

    Message past = new Message("timer-topic", MqConfig.TAG, "overdue".getBytes());
    past.setStartDeliverTime(format.parse("2016-01-01 00:00:00").getTime());
    send(producer, past);
    producer.shutdown();
  }

  private static void send(Producer producer, Message message) {
    try {
      SendResult sendResult = producer.send(message);
      System.out.println("MQTimerProducer: sent to " + sendResult.getTopic());
    } catch (Exception e) {
      e.printStackTrace();
    }
  }
}
