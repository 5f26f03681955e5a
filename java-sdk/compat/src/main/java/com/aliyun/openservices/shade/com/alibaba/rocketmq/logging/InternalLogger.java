package com.aliyun.openservices.shade.com.alibaba.rocketmq.logging;

import org.slf4j.Logger;

/** A logger of SLF4J under the name that it has in ons-client 1.8. */
public interface InternalLogger extends Logger {}
