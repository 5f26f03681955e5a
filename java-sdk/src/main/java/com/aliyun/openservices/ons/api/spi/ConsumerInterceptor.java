package com.aliyun.openservices.ons.api.spi;

import com.aliyun.openservices.ons.api.Admin;

/** Called around listeners. */
public interface ConsumerInterceptor extends Interceptor<Admin> {}
