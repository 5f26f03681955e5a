package com.aliyun.openservices.ons.api.order;

/** Comes with a delivery to an ordered listener; has nothing to say yet. */
public class ConsumeOrderContext {
  /** A context. */
  public ConsumeOrderContext() {}
}
