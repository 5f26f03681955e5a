/** Loggers as the published client has them, over SLF4J. */
package com.aliyun.openservices.shade.com.alibaba.rocketmq.logging;
