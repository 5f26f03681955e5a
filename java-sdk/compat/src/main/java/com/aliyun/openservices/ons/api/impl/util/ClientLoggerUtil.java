package com.aliyun.openservices.ons.api.impl.util;

import com.aliyun.openservices.shade.com.alibaba.rocketmq.client.log.ClientLogger;
import com.aliyun.openservices.shade.com.alibaba.rocketmq.logging.InternalLogger;

/** The published client's logger. */
public class ClientLoggerUtil {
  /** All methods are static. */
  public ClientLoggerUtil() {}

  /** Returns the logger of {@link ClientLogger}. */
  public static InternalLogger getClientLogger() {
    return ClientLogger.getLog();
  }
}
