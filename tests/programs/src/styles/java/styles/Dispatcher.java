package styles;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.ConsumeContext;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.MessageListener;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * A base class of listeners and a table of handlers by tag, with the older keys: ConsumerId, and
 * ONSAddr as host and port.
 */
public class Dispatcher {
  interface Handler {
    void handle(String body, Map<String, String> headers) throws Exception;
  }

  abstract static class BaseListener implements MessageListener {
    private final Map<String, Handler> handlers = new HashMap<String, Handler>();

    void on(String tag, Handler handler) {
      handlers.put(tag, handler);
    }

    @Override
    public Action consume(Message message, ConsumeContext context) {
      Map<String, String> headers = new HashMap<String, String>();
      Properties user = message.getUserProperties();
      for (String name : user.stringPropertyNames()) {
        headers.put(name, user.getProperty(name));
      }
      headers.put("key", message.getKey());
      try {
        String body = new String(message.getBody(), StandardCharsets.UTF_8);
        handlers.get(message.getTag()).handle(body, headers);
        return Action.CommitMessage;
      } catch (Exception e) {
        if (message.getReconsumeTimes() < 3) {
          return Action.ReconsumeLater;
        }
        return Action.CommitMessage;
      }
    }
  }

  static class OrderListener extends BaseListener {}

  public static void main(String[] args) {
    Properties properties = new Properties();
    properties.setProperty(PropertyKeyConst.ConsumerId, "CID_styles");
    properties.setProperty(PropertyKeyConst.AccessKey, "access-key");
    properties.setProperty(PropertyKeyConst.SecretKey, "secret-key");
    properties.setProperty(PropertyKeyConst.ONSAddr, System.getProperty("programs.server"));
    properties.put(PropertyKeyConst.ConsumeThreadNums, 5);
    // Of an ordered consumer; others do not read it.
    properties.put(PropertyKeyConst.SuspendTimeMillis, "");
    OrderListener listener = new OrderListener();
    for (String tag : new String[] {"created", "paid"}) {
      listener.on(
          tag,
          (body, headers) ->
              System.out.println(
                  "Dispatcher: "
                      + tag
                      + " "
                      + body
                      + ", key '"
                      + headers.get("key")
                      + "', from "
                      + headers.get("source")));
    }
    Consumer consumer = ONSFactory.createConsumer(properties);
    consumer.subscribe("styles-topic", "created || paid", listener);
    consumer.start();
    System.out.println("Dispatcher: started");
  }
}
