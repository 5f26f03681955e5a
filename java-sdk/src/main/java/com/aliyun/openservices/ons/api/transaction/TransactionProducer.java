package com.aliyun.openservices.ons.api.transaction;

import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.exception.ONSClientException;

/**
 * Sends messages together with local transactions: the server stores a half message that nobody
 * sees, the local transaction runs, and its outcome makes the message visible or drops it. When the
 * outcome does not reach the server, the server asks the {@link LocalTransactionChecker} of any
 * running producer that has sent to the topic, first after {@code CheckImmunityTimeInSeconds}.
 */
public interface TransactionProducer extends Admin {
  @Override
  void start();

  @Override
  void shutdown();

  /**
   * Sends a half message, runs the local transaction, and reports the outcome to the server.
   *
   * @param executer runs the local transaction, on the calling thread
   * @param arg handed to the executer; may be null
   * @return the result, after a commit, and when the outcome is not known yet
   * @throws ONSClientException when the executer is null; when the server did not confirm the half
   *     message, and then the executer was not called; with the code {@code
   *     TRANSACTION_ROLLED_BACK} when the executer rolled back, and when it committed too late,
   *     because a check had been answered or the server had given the transaction up
   */
  SendResult send(Message message, LocalTransactionExecuter executer, Object arg);
}
