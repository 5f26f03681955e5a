package spring;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.MessageListener;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.bean.ConsumerBean;
import com.aliyun.openservices.ons.api.bean.ProducerBean;
import com.aliyun.openservices.ons.api.bean.Subscription;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans from classes, as Spring Boot applications have them. */
public class JavaConfiguration {
  @Configuration
  public static class MqConfiguration {
    @Value("${programs.server}")
    private String nameSrvAddr;

    @Autowired private DemoListener listener;

    private Properties properties() {
      Properties properties = new Properties();
      properties.setProperty(PropertyKeyConst.AccessKey, "access-key");
      properties.setProperty(PropertyKeyConst.SecretKey, "secret-key");
      properties.setProperty(PropertyKeyConst.NAMESRV_ADDR, nameSrvAddr);
      properties.setProperty(PropertyKeyConst.SendMsgTimeoutMillis, "60000");
      return properties;
    }

    @Bean(initMethod = "start", destroyMethod = "shutdown")
    public ConsumerBean buildConsumer() {
      ConsumerBean consumerBean = new ConsumerBean();
      Properties properties = properties();
      properties.setProperty(PropertyKeyConst.GROUP_ID, "GID_boot");
      properties.setProperty(PropertyKeyConst.ConsumeThreadNums, "20");
      consumerBean.setProperties(properties);
      Map<Subscription, MessageListener> subscriptionTable =
          new HashMap<Subscription, MessageListener>();
      Subscription subscription = new Subscription();
      subscription.setTopic("boot-topic");
      subscription.setExpression("*");
      subscriptionTable.put(subscription, listener);
      consumerBean.setSubscriptionTable(subscriptionTable);
      return consumerBean;
    }

    @Bean(initMethod = "start", destroyMethod = "shutdown")
    public ProducerBean buildProducer() {
      ProducerBean producer = new ProducerBean();
      producer.setProperties(properties());
      return producer;
    }
  }

  @Configuration
  public static class Listeners {
    @Bean
    public DemoListener demoListener() {
      DemoListener listener = new DemoListener();
      listener.setName("JavaConfiguration");
      return listener;
    }
  }

  public static void main(String[] args) {
    AnnotationConfigApplicationContext context =
        new AnnotationConfigApplicationContext(MqConfiguration.class, Listeners.class);
    ProducerBean producer = context.getBean(ProducerBean.class);
    producer.send(new Message("boot-topic", "", "from a context".getBytes()));
    System.out.println("JavaConfiguration: sent");
  }
}
