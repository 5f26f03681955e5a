package com.aliyun.openservices.ons.api;

/** Handles the messages of a subscription. Called by several threads at once. */
public interface MessageListener {
  /**
   * Handles one message.
   *
   * @return {@link Action#CommitMessage} when the message is done; {@link Action#ReconsumeLater} or
   *     null to have it again later. Throwing is the same as returning null
   */
  Action consume(Message message, ConsumeContext context);
}
