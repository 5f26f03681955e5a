package com.aliyun.openservices.ons.api.impl.rocketmq;

/**
 * Values of {@link com.aliyun.openservices.ons.api.PropertyKeyConst#OnsChannel}. None has an effect
 * here; they exist because programs name them.
 */
public enum ONSChannel {
  /** The channel of some users of the commercial service. */
  CLOUD,

  /** The commercial service's default. */
  ALIYUN,

  /** Both. */
  ALL
}
