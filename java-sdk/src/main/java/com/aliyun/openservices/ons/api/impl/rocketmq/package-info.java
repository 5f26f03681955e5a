/** Of the commercial client's own machinery, the types that programs name and that need no more. */
package com.aliyun.openservices.ons.api.impl.rocketmq;
