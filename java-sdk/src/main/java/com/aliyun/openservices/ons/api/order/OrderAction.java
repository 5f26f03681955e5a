package com.aliyun.openservices.ons.api.order;

/** What a {@link MessageOrderListener} says about a message. */
public enum OrderAction {
  /** The message was handled; the next one of its sharding key follows. */
  Success,
  /** The message was not handled; it is shown again after a pause, before all that follow it. */
  Suspend
}
