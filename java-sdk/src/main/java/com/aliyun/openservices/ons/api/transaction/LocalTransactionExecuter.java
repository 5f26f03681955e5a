package com.aliyun.openservices.ons.api.transaction;

import com.aliyun.openservices.ons.api.Message;

/** Runs the local transaction that a message belongs to. The name is spelled as it always was. */
public interface LocalTransactionExecuter {
  /**
   * Called on the sending thread, after the server has the half message.
   *
   * @param msg the half message, with its id
   * @param arg what was handed to the send
   * @return the status; null, and anything thrown, is the same as {@link TransactionStatus#Unknow}
   */
  TransactionStatus execute(Message msg, Object arg);
}
