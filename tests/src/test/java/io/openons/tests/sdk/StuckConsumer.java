package io.openons.tests.sdk;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import java.io.IOException;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;

/**
 * A program that says which messages it got and never finishes one, until somebody kills it.
 * Arguments: address, group, topic.
 */
final class StuckConsumer {
  private StuckConsumer() {}

  public static void main(String[] args) throws IOException {
    Properties properties = new Properties();
    properties.setProperty(PropertyKeyConst.NAMESRV_ADDR, args[0]);
    properties.setProperty(PropertyKeyConst.AccessKey, "ak");
    properties.setProperty(PropertyKeyConst.SecretKey, "sk");
    properties.setProperty(PropertyKeyConst.GROUP_ID, args[1]);
    CountDownLatch never = new CountDownLatch(1);
    Consumer consumer = ONSFactory.createConsumer(properties);
    consumer.subscribe(
        args[2],
        "*",
        (message, context) -> {
          System.out.println(new String(message.getBody()));
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return Action.ReconsumeLater;
        });
    consumer.start();
    System.out.println("ready");
    System.in.transferTo(System.out); // ends with whoever started it
    Runtime.getRuntime().halt(1);
  }
}
