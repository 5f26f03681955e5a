package com.aliyun.openservices.ons.api.batch;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.ConsumeContext;
import com.aliyun.openservices.ons.api.Message;
import java.util.List;

/** Handles the messages of a subscription, many at a time. Called by several threads at once. */
public interface BatchMessageListener {
  /**
   * Handles messages of one topic.
   *
   * @param messages at least one, at most {@code ConsumeMessageBatchMaxSize}
   * @return one answer for all: {@link com.aliyun.openservices.ons.api.Action#CommitMessage} when
   *     they are done; ReconsumeLater or null to have all of them again later. Throwing is the same
   *     as returning null
   */
  Action consume(List<Message> messages, ConsumeContext context);
}
