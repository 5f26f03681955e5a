package com.aliyun.openservices.ons.api.impl;

import io.openons.client.ClientFactory;

/** Makes the clients, for programs that name the class behind {@code ONSFactory} or extend it. */
public class ONSFactoryImpl extends ClientFactory {
  /** A factory. */
  public ONSFactoryImpl() {}
}
