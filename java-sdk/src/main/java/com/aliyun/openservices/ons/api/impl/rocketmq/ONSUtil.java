package com.aliyun.openservices.ons.api.impl.rocketmq;

import java.util.Properties;

/** Flattens properties. */
public class ONSUtil {
  /** All methods are static. */
  public ONSUtil() {}

  /** Returns a copy in which nested defaults are entries of its own. */
  public static Properties extractProperties(Properties properties) {
    Properties flat = new Properties();
    flat.putAll(properties);
    properties
        .stringPropertyNames()
        .forEach(name -> flat.setProperty(name, properties.getProperty(name)));
    return flat;
  }
}
