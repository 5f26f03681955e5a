/** Exceptions that signatures of programs for 2.0 name; nothing of ours throws them. */
package com.aliyun.openservices.ons.shaded.org.apache.rocketmq.client.exception;
