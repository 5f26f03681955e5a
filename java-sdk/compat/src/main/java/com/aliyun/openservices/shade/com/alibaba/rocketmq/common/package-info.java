/** Classes of the old client itself that programs import. */
package com.aliyun.openservices.shade.com.alibaba.rocketmq.common;
