package com.aliyun.openservices.ons.api;

/** Comes with a delivery to a listener. Each delivery has its own. */
public class ConsumeContext {
  private int acknowledgeIndex = Integer.MAX_VALUE;

  /** A context that acknowledges everything. */
  public ConsumeContext() {}

  /**
   * The index up to which a batch counts as handled. Has no effect where messages are delivered one
   * by one.
   */
  public int getAcknowledgeIndex() {
    return acknowledgeIndex;
  }

  /** Sets {@link #getAcknowledgeIndex()}. */
  public void setAcknowledgeIndex(int acknowledgeIndex) {
    this.acknowledgeIndex = acknowledgeIndex;
  }
}
