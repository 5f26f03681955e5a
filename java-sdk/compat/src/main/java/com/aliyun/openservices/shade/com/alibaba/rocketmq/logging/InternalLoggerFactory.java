package com.aliyun.openservices.shade.com.alibaba.rocketmq.logging;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes loggers over SLF4J. */
public abstract class InternalLoggerFactory {
  /** All methods are static. */
  public InternalLoggerFactory() {}

  /** Returns the logger of a class. */
  public static InternalLogger getLogger(Class<?> type) {
    return getLogger(type.getName());
  }

  /** Returns the logger of a name. */
  public static InternalLogger getLogger(String name) {
    Logger logger = LoggerFactory.getLogger(name);
    // SLF4J 2 has methods that 1.7 lacks: a class with all of them would fit to one of the two.
    return (InternalLogger)
        Proxy.newProxyInstance(
            InternalLogger.class.getClassLoader(),
            new Class<?>[] {InternalLogger.class},
            (proxy, method, arguments) -> {
              try {
                return method.invoke(logger, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }
}
