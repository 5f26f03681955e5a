/** Exceptions that signatures of programs name; nothing of ours throws them. */
package com.aliyun.openservices.shade.com.alibaba.rocketmq.remoting.exception;
