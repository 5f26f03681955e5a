package com.aliyun.openservices.ons.api;

import java.io.Serial;
import java.io.Serializable;

/**
 * What is known about a message besides topic, body and user properties. Key, sharding key and born
 * host are empty until they are set.
 */
public class SystemProperties implements Serializable {
  @Serial private static final long serialVersionUID = 1L;

  private String tag;
  private String key = "";
  private String msgId;
  private String shardingKey = "";
  private int reconsumeTimes;
  private long bornTimestamp;
  private String bornHost = "";
  private long startDeliverTime;
  private long partitionOffset;

  /** Nothing known yet. */
  public SystemProperties() {}

  /** See {@link Message#getTag()}. */
  public String getTag() {
    return tag;
  }

  /** See {@link Message#setTag(String)}. */
  public void setTag(String tag) {
    this.tag = tag;
  }

  /** See {@link Message#getKey()}. */
  public String getKey() {
    return key;
  }

  /** See {@link Message#setKey(String)}. */
  public void setKey(String key) {
    this.key = key;
  }

  /** See {@link Message#getMsgID()}. */
  public String getMsgId() {
    return msgId;
  }

  /** See {@link Message#setMsgID(String)}. */
  public void setMsgId(String msgId) {
    this.msgId = msgId;
  }

  /** See {@link Message#getShardingKey()}. */
  public String getShardingKey() {
    return shardingKey;
  }

  /** See {@link Message#setShardingKey(String)}. */
  public void setShardingKey(String shardingKey) {
    this.shardingKey = shardingKey;
  }

  /** See {@link Message#getReconsumeTimes()}. */
  public int getReconsumeTimes() {
    return reconsumeTimes;
  }

  /** See {@link Message#setReconsumeTimes(int)}. */
  public void setReconsumeTimes(int reconsumeTimes) {
    this.reconsumeTimes = reconsumeTimes;
  }

  /** See {@link Message#getBornTimestamp()}. */
  public long getBornTimestamp() {
    return bornTimestamp;
  }

  /** See {@link Message#setBornTimestamp(long)}. */
  public void setBornTimestamp(long bornTimestamp) {
    this.bornTimestamp = bornTimestamp;
  }

  /** See {@link Message#getBornHost()}. */
  public String getBornHost() {
    return bornHost;
  }

  /** See {@link Message#setBornHost(String)}. */
  public void setBornHost(String bornHost) {
    this.bornHost = bornHost;
  }

  /** See {@link Message#getStartDeliverTime()}. */
  public long getStartDeliverTime() {
    return startDeliverTime;
  }

  /** See {@link Message#setStartDeliverTime(long)}. */
  public void setStartDeliverTime(long startDeliverTime) {
    this.startDeliverTime = startDeliverTime;
  }

  /** See {@link Message#getOffset()}. */
  public long getPartitionOffset() {
    return partitionOffset;
  }

  /** Sets {@link #getPartitionOffset()}. */
  public void setPartitionOffset(long partitionOffset) {
    this.partitionOffset = partitionOffset;
  }

  @Override
  public String toString() {
    return "{tag="
        + tag
        + ", key="
        + key
        + ", msgId="
        + msgId
        + ", shardingKey="
        + shardingKey
        + ", reconsumeTimes="
        + reconsumeTimes
        + ", bornTimestamp="
        + bornTimestamp
        + ", bornHost="
        + bornHost
        + ", startDeliverTime="
        + startDeliverTime
        + ", partitionOffset="
        + partitionOffset
        + "}";
  }
}
