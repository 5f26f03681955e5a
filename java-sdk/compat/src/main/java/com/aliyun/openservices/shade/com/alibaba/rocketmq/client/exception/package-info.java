/** Exceptions that signatures of programs name; nothing of ours throws them. */
package com.aliyun.openservices.shade.com.alibaba.rocketmq.client.exception;
