package com.aliyun.openservices.ons.api.transaction;

import com.aliyun.openservices.ons.api.Message;

/** Finds out what became of a local transaction, also one of another process or an earlier life. */
public interface LocalTransactionChecker {
  /**
   * Called on a shared callback thread when the server asks about an undecided transaction; several
   * at once for different messages.
   *
   * @param msg the half message, with its id
   * @return the status; {@link TransactionStatus#Unknow}, null or throwing leaves it open, and the
   *     server asks again
   */
  TransactionStatus check(Message msg);
}
