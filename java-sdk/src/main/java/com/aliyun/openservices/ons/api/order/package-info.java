/** Ordered messages: those with one sharding key are handled one after the other. */
package com.aliyun.openservices.ons.api.order;
