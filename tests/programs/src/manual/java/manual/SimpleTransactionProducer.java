package manual;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.aliyun.openservices.ons.api.transaction.LocalTransactionExecuter;
import com.aliyun.openservices.ons.api.transaction.TransactionProducer;
import com.aliyun.openservices.ons.api.transaction.TransactionStatus;
import java.util.Properties;

/** Three transactions: one commits, one rolls back, one leaves it to the checker. */
public class SimpleTransactionProducer {
  static TransactionProducer producer;

  public static void main(String[] args) {
    Properties tranProducerProperties = new Properties();
    tranProducerProperties.setProperty(PropertyKeyConst.GROUP_ID, "GID_transaction_producer");
    tranProducerProperties.setProperty(PropertyKeyConst.AccessKey, MqConfig.ACCESS_KEY);
    tranProducerProperties.setProperty(PropertyKeyConst.SecretKey, MqConfig.SECRET_KEY);
    tranProducerProperties.setProperty(PropertyKeyConst.NAMESRV_ADDR, MqConfig.NAMESRV_ADDR);
    tranProducerProperties.setProperty(
        PropertyKeyConst.SendMsgTimeoutMillis, MqConfig.SEND_TIMEOUT);
    tranProducerProperties.setProperty(PropertyKeyConst.CheckImmunityTimeInSeconds, "1");
    producer =
        ONSFactory.createTransactionProducer(
            tranProducerProperties, new LocalTransactionCheckerImpl());
    producer.start();

    send("committed", TransactionStatus.CommitTransaction);
    send("rolled back", TransactionStatus.RollbackTransaction);
    send("left open", TransactionStatus.Unknow);
    // It stays, because it answers the server's question.
  }

  private static void send(String body, TransactionStatus outcome) {
    Message message = new Message("transaction-topic", MqConfig.TAG, body.getBytes());
    try {
      SendResult sendResult =
          producer.send(
              message,
              new LocalTransactionExecuter() {
                @Override
                public TransactionStatus execute(Message msg, Object arg) {
                  return (TransactionStatus) arg;
                }
              },
              outcome);
      System.out.println(
          "SimpleTransactionProducer: " + body + ", id " + (sendResult.getMessageId() != null));
    } catch (ONSClientException e) {
      System.out.println("SimpleTransactionProducer: " + body + ", not sent");
    }
  }
}
