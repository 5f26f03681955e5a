package com.aliyun.openservices.ons.api.transaction;

/** What became of a local transaction. The last name is spelled as it always was. */
public enum TransactionStatus {
  /** It succeeded: the message becomes visible. */
  CommitTransaction,
  /** It failed: the message is dropped. */
  RollbackTransaction,
  /** Not known yet: the server asks again later. */
  Unknow
}
