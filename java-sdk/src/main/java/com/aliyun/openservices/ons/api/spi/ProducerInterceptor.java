package com.aliyun.openservices.ons.api.spi;

import com.aliyun.openservices.ons.api.Admin;

/** Called around sends; after an asynchronous one before its callback. */
public interface ProducerInterceptor extends Interceptor<Admin> {}
