/** Names that the published client uses inside of messages. */
package com.aliyun.openservices.shade.com.alibaba.rocketmq.common.message;
