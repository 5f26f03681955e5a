/** The one type of the old protocol that programs name in their properties. */
package com.aliyun.openservices.shade.com.alibaba.rocketmq.common.protocol.heartbeat;
