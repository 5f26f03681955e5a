/** Ids of instances. */
package com.aliyun.openservices.ons.api.impl.namespace;
