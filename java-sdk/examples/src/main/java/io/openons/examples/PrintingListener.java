package io.openons.examples;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.ConsumeContext;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.MessageListener;

/** A listener as a bean; see {@code /io/openons/examples/beans.xml}. */
public final class PrintingListener implements MessageListener {
  /** A listener. */
  public PrintingListener() {}

  @Override
  public Action consume(Message message, ConsumeContext context) {
    System.out.println("received: " + Run.text(message));
    return Action.CommitMessage;
  }
}
