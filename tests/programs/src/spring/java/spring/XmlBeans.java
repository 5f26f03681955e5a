package spring;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.bean.OrderProducerBean;
import com.aliyun.openservices.ons.api.bean.ProducerBean;
import com.aliyun.openservices.ons.api.bean.TransactionProducerBean;
import com.aliyun.openservices.ons.api.transaction.TransactionStatus;
import org.springframework.context.ApplicationContext;
import org.springframework.context.support.ClassPathXmlApplicationContext;

/** All kinds of beans, from XML files. */
public class XmlBeans {
  public static void main(String[] args) {
    ApplicationContext context =
        new ClassPathXmlApplicationContext("consumers.xml", "producers.xml");
    ProducerBean producer = (ProducerBean) context.getBean("producer");
    producer.send(new Message("xml-topic", "TagA", "normal".getBytes()));
    producer.send(new Message("xml-topic", "TagC", "of no interest".getBytes()));
    producer.send(new Message("xml-topic", "TagB", "normal, too".getBytes()));

    OrderProducerBean ordered = context.getBean(OrderProducerBean.class);
    ordered.send(new Message("xml-order-topic", "TagA", "first".getBytes()), "key");
    ordered.send(new Message("xml-order-topic", "TagA", "second".getBytes()), "key");

    TransactionProducerBean transactions = context.getBean(TransactionProducerBean.class);
    transactions.send(
        new Message("xml-topic", "TagA", "transaction".getBytes()),
        (message, arg) -> TransactionStatus.Unknow,
        null);
    System.out.println("XmlBeans: sent");
  }
}
