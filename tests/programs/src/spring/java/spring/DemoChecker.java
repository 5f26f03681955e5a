package spring;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.transaction.LocalTransactionChecker;
import com.aliyun.openservices.ons.api.transaction.TransactionStatus;

/** A checker that is a bean. */
public class DemoChecker implements LocalTransactionChecker {
  @Override
  public TransactionStatus check(Message message) {
    System.out.println("XmlBeans: asked about " + new String(message.getBody()));
    return TransactionStatus.CommitTransaction;
  }
}
