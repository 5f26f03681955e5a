package com.aliyun.openservices.ons.api;

/** What a {@link MessageListener} says about a message. */
public enum Action {
  /** The message was handled; it is not delivered to this group again. */
  CommitMessage,
  /** The message was not handled; it is delivered again later. */
  ReconsumeLater
}
