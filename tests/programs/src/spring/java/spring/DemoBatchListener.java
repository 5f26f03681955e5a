package spring;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.ConsumeContext;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.batch.BatchMessageListener;
import java.util.List;

/** A listener of batches that is a bean. */
public class DemoBatchListener implements BatchMessageListener {
  @Override
  public Action consume(List<Message> messages, ConsumeContext context) {
    System.out.println("XmlBeans: batch of " + messages.size());
    return Action.CommitMessage;
  }
}
