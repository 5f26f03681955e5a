package spring;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.order.ConsumeOrderContext;
import com.aliyun.openservices.ons.api.order.MessageOrderListener;
import com.aliyun.openservices.ons.api.order.OrderAction;

/** An ordered listener that is a bean. */
public class DemoOrderListener implements MessageOrderListener {
  @Override
  public OrderAction consume(Message message, ConsumeOrderContext context) {
    System.out.println("XmlBeans: in order, " + new String(message.getBody()));
    return OrderAction.Success;
  }
}
