package manual;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.OnExceptionContext;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.SendCallback;
import com.aliyun.openservices.ons.api.SendResult;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Asynchronous sends with a callback pool of the program's own; one of them fails. */
public class AsyncProducer {
  public static void main(String[] args) throws InterruptedException {
    Properties properties = new Properties();
    properties.put(PropertyKeyConst.AccessKey, MqConfig.ACCESS_KEY);
    properties.put(PropertyKeyConst.SecretKey, MqConfig.SECRET_KEY);
    properties.setProperty(PropertyKeyConst.SendMsgTimeoutMillis, MqConfig.SEND_TIMEOUT);
    properties.put(PropertyKeyConst.NAMESRV_ADDR, MqConfig.NAMESRV_ADDR);
    Producer producer = ONSFactory.createProducer(properties);
    ExecutorService callbacks = Executors.newFixedThreadPool(2);
    producer.setCallbackExecutor(callbacks);
    producer.start();

    final CountDownLatch done = new CountDownLatch(1);
    Message msg = new Message("async-topic", "TagA", "Hello MQ".getBytes());
    msg.setKey("ORDERID_100");
    producer.sendAsync(
        msg,
        new SendCallback() {
          @Override
          public void onSuccess(final SendResult sendResult) {
            System.out.println("AsyncProducer: sent to " + sendResult.getTopic());
            done.countDown();
          }

          @Override
          public void onException(OnExceptionContext context) {
            System.out.println("AsyncProducer: failed, " + context.getException());
            done.countDown();
          }
        });
    System.out.println("AsyncProducer: id before the callback " + (msg.getMsgID() != null));
    done.await(90, TimeUnit.SECONDS);

    final CountDownLatch failed = new CountDownLatch(1);
    producer.sendAsync(
        new Message("not allowed: blanks", "TagA", "Hello MQ".getBytes()),
        new SendCallback() {
          @Override
          public void onSuccess(final SendResult sendResult) {
            System.out.println("AsyncProducer: sent");
          }

          @Override
          public void onException(OnExceptionContext context) {
            System.out.println(
                "AsyncProducer: refused for "
                    + context.getTopic()
                    + ", "
                    + context.getException().getClass().getSimpleName());
            failed.countDown();
          }
        });
    failed.await(90, TimeUnit.SECONDS);
    producer.shutdown();
    callbacks.shutdown();
  }
}
