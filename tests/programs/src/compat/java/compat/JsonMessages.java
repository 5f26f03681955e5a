package compat;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactoryAPI;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.bean.ProducerBean;
import com.aliyun.openservices.ons.api.impl.ONSFactoryImpl;
import com.aliyun.openservices.ons.api.impl.rocketmq.ONSUtil;
import com.aliyun.openservices.shade.com.alibaba.fastjson.JSON;
import com.aliyun.openservices.shade.com.alibaba.fastjson.JSONObject;
import com.aliyun.openservices.shade.com.alibaba.rocketmq.client.exception.MQBrokerException;
import com.aliyun.openservices.shade.com.alibaba.rocketmq.client.exception.MQClientException;
import com.aliyun.openservices.shade.com.alibaba.rocketmq.client.log.ClientLogger;
import com.aliyun.openservices.shade.com.alibaba.rocketmq.remoting.common.RemotingHelper;
import com.aliyun.openservices.shade.com.alibaba.rocketmq.remoting.exception.RemotingException;
import com.aliyun.openservices.shade.org.apache.commons.lang3.StringUtils;
import java.io.UnsupportedEncodingException;
import java.util.Properties;
import org.slf4j.Logger;

/** A program that leans on what the published jar has inside. */
public class JsonMessages {
  private static final Logger log = ClientLogger.getLog();

  static class Factory extends ONSFactoryImpl {
    @Override
    public Producer createProducer(Properties properties) {
      ProducerBean bean = new ProducerBean();
      bean.setProperties(ONSUtil.extractProperties(properties));
      return bean;
    }
  }

  static String send(Producer producer, String text)
      throws UnsupportedEncodingException,
          InterruptedException,
          RemotingException,
          MQClientException,
          MQBrokerException {
    if (StringUtils.isBlank(text)) {
      throw new MQClientException("nothing to send", null);
    }
    JSONObject body = new JSONObject();
    body.put("text", text);
    byte[] bytes = JSON.toJSONString(body).getBytes(RemotingHelper.DEFAULT_CHARSET);
    SendResult result = producer.send(new Message("compat-topic", "json", bytes));
    log.info("sent {}", result.getMessageId());
    return result.getTopic();
  }

  public static void main(String[] args) throws Exception {
    Properties defaults = new Properties();
    defaults.setProperty(PropertyKeyConst.AccessKey, "access-key");
    defaults.setProperty(PropertyKeyConst.SecretKey, "secret-key");
    Properties properties = new Properties(defaults);
    properties.setProperty(PropertyKeyConst.NAMESRV_ADDR, System.getProperty("programs.server"));
    properties.setProperty(PropertyKeyConst.SendMsgTimeoutMillis, "60000");
    ONSFactoryAPI factory = new Factory();
    Producer producer = factory.createProducer(properties);
    producer.start();
    System.out.println("JsonMessages: sent to " + send(producer, "hello"));
    try {
      send(producer, " ");
    } catch (MQClientException e) {
      System.out.println("JsonMessages: " + e.getErrorMessage());
    }
    producer.shutdown();
  }
}
