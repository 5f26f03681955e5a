/** The published client's logger. */
package com.aliyun.openservices.shade.com.alibaba.rocketmq.client.log;
