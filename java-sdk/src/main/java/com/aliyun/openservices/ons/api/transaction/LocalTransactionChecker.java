package com.aliyun.openservices.ons.api.transaction;

import com.aliyun.openservices.ons.api.Message;

/** Finds out what became of a local transaction, also one of another process or an earlier life. */
public interface LocalTransactionChecker {
  /**
   * Called when the server asks about an undecided transaction, on threads that only checks of this
   * producer use ({@code ons-check-<group>-<n>}), up to four at once, for different messages. While
   * all four are busy up to 1,000 questions wait; the server repeats those that find no room. A
   * check that does not return within 30 seconds is reported by a warning.
   *
   * <p>A check may come while the executer of the same message still runs. Then its answer counts,
   * and the executer's comes too late; so answer {@link TransactionStatus#Unknow} as long as the
   * local transaction runs.
   *
   * @param msg the half message, with its id
   * @return the status; {@link TransactionStatus#Unknow}, null, and anything thrown leaves it open,
   *     and the server asks again
   */
  TransactionStatus check(Message msg);
}
