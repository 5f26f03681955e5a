/** The one type of the commercial client's own machinery that programs name. */
package com.aliyun.openservices.ons.api.impl.rocketmq;
