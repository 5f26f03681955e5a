/** States that programs translate to their own. */
package com.aliyun.openservices.shade.com.alibaba.rocketmq.client.producer;
