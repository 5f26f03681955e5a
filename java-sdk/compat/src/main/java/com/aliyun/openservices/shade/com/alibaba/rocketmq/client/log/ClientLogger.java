package com.aliyun.openservices.shade.com.alibaba.rocketmq.client.log;

import com.aliyun.openservices.shade.com.alibaba.rocketmq.logging.InternalLogger;
import com.aliyun.openservices.shade.com.alibaba.rocketmq.logging.InternalLoggerFactory;

/** The logger that samples of the manual take for themselves. */
public class ClientLogger {
  private static final InternalLogger LOGGER = InternalLoggerFactory.getLogger("RocketmqClient");

  /** All methods are static. */
  public ClientLogger() {}

  /**
   * Returns SLF4J's logger {@code RocketmqClient}. Programs for 1.7 take it as an {@code
   * org.slf4j.Logger}, those for 1.8 as an {@link InternalLogger}; it is both.
   */
  public static InternalLogger getLog() {
    return LOGGER;
  }
}
