package com.aliyun.openservices.ons.api.bean;

/** A subscription with a mark of the past, which has no effect. */
public class SubscriptionExt extends Subscription {
  private boolean persistence = true;

  /** An empty subscription. */
  public SubscriptionExt() {}

  /** The mark. */
  public boolean isPersistence() {
    return persistence;
  }

  /** Sets the mark. */
  public void setPersistence(boolean persistence) {
    this.persistence = persistence;
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + Boolean.hashCode(persistence);
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other) && persistence == ((SubscriptionExt) other).persistence;
  }

  @Override
  public String toString() {
    return super.toString() + "[persistence=" + persistence + "]";
  }
}
