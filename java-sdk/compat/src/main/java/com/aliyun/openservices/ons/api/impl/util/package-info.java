/** Addresses and loggers. */
package com.aliyun.openservices.ons.api.impl.util;
