/** Helpers of the published client's protocol that programs use for their own ends. */
package com.aliyun.openservices.shade.com.alibaba.rocketmq.remoting.common;
