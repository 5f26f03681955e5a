/** Receiving many messages at a time. */
package com.aliyun.openservices.ons.api.batch;
