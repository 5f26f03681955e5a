/** Where a new group begins to consume, as the published client names it. */
package com.aliyun.openservices.shade.com.alibaba.rocketmq.common.consumer;
