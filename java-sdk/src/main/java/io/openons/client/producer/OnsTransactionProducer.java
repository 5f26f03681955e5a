package io.openons.client.producer;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.transaction.LocalTransactionChecker;
import com.aliyun.openservices.ons.api.transaction.LocalTransactionExecuter;
import com.aliyun.openservices.ons.api.transaction.TransactionProducer;
import io.openons.client.config.ProducerConfig;
import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import io.openons.client.runtime.ClientRuntime;
import java.util.function.Supplier;

/** The transaction producer of the surface. */
public final class OnsTransactionProducer extends ProducerClient implements TransactionProducer {
  private static final Log log = Logs.of(OnsTransactionProducer.class);

  /**
   * A producer that is not started.
   *
   * @param checker null for one that answers no question of the server's
   */
  public OnsTransactionProducer(
      ProducerConfig config, Supplier<ClientRuntime> runtime, LocalTransactionChecker checker) {
    super(config, runtime, checker);
    if (checker == null) {
      log.warn(
          "the transaction producer of group {} has no checker: the server rolls back what its"
              + " executers leave open, unless another producer of the group answers; give one to"
              + " createTransactionProducer",
          config.client().group());
    }
  }

  @Override
  public SendResult send(Message message, LocalTransactionExecuter executer, Object arg) {
    requireNotNull(executer, "the executer");
    return running().sendInTransaction(message, executer, arg);
  }
}
