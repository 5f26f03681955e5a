package com.aliyun.openservices.shade.com.alibaba.rocketmq.common.message;

/** Kinds of messages. */
public enum MessageType {
  /** Neither of the others. */
  Normal_Msg("Normal"),
  /** With a sharding key. */
  Order_Msg("Order"),
  /** Half, of a transaction. */
  Trans_Msg_Half("Trans"),
  /** Committed, of a transaction. */
  Trans_msg_Commit("TransCommit"),
  /** With a delivery time. */
  Delay_Msg("Delay");

  private final String shortName;

  MessageType(String shortName) {
    this.shortName = shortName;
  }

  /** Returns the name in traces. */
  public String getShortName() {
    return shortName;
  }

  /** Returns the kind that has a name in traces; {@link #Normal_Msg} for an unknown one. */
  public static MessageType getByShortName(String shortName) {
    for (MessageType type : values()) {
      if (type.shortName.equals(shortName)) {
        return type;
      }
    }
    return Normal_Msg;
  }
}
