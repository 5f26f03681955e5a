package spring;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.ConsumeContext;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.MessageListener;

/** A listener that is a bean; its name says which. */
public class DemoListener implements MessageListener {
  private String name;

  public void setName(String name) {
    this.name = name;
  }

  @Override
  public Action consume(Message message, ConsumeContext context) {
    System.out.println(name + ": " + new String(message.getBody()));
    return Action.CommitMessage;
  }
}
