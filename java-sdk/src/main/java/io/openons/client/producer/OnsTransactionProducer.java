package io.openons.client.producer;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.transaction.LocalTransactionChecker;
import com.aliyun.openservices.ons.api.transaction.LocalTransactionExecuter;
import com.aliyun.openservices.ons.api.transaction.TransactionProducer;
import io.openons.client.config.ProducerConfig;
import io.openons.client.runtime.ClientRuntime;
import java.util.function.Supplier;

/** The transaction producer of the surface. */
public final class OnsTransactionProducer extends ProducerClient implements TransactionProducer {
  /** A producer that is not started. */
  public OnsTransactionProducer(
      ProducerConfig config, Supplier<ClientRuntime> runtime, LocalTransactionChecker checker) {
    super(config, runtime, checker);
    requireNotNull(checker, "the checker");
  }

  @Override
  public SendResult send(Message message, LocalTransactionExecuter executer, Object arg) {
    requireNotNull(executer, "the executer");
    return running().sendInTransaction(message, executer, arg);
  }
}
