package com.aliyun.openservices.ons.api;

/** Marks of messages that travel between the units of a multi-site set-up. */
public class ONSUnitUtils {
  private static final String ORIGIN = "__RMQ.UNIT.ORIUNIT";
  private static final String TYPE = "__RMQ.UNIT.TYPE";
  private static final String KEY = "__RMQ.UNIT.KEY";
  private static final String RETRY = "__RMQ.TRANSIENT.MSHA_RETRY";

  /** All methods are static. */
  public ONSUnitUtils() {}

  /** The unit that a message comes from, or null. */
  public static String getUnitOriUnit(Message msg) {
    return msg.getUserProperties(ORIGIN);
  }

  /** The type of its unit, or null. */
  public static String getUnitType(Message msg) {
    return msg.getUserProperties(TYPE);
  }

  /** What its unit was chosen by, or null. */
  public static String getUnitKey(Message msg) {
    return msg.getUserProperties(KEY);
  }

  /** Sets all three; null leaves one as it is. */
  public static void setUnitProperties(Message msg, String oriUnit, String type, String key) {
    msg.putUserProperties(ORIGIN, oriUnit);
    msg.putUserProperties(TYPE, type);
    msg.putUserProperties(KEY, key);
  }

  /** Whether a message was delivered before. */
  public static boolean isRetryMsg(Message msg) {
    return msg.getReconsumeTimes() > 0;
  }

  /** Marks a message, in this process only, as one that comes again. */
  public static void setMSHAUnitRetry(Message msg) {
    msg.putSystemProperty(RETRY, Boolean.TRUE.toString());
  }

  /** {@code "true"} for a message that was marked, else null. */
  public static String getMSHAUnitRetry(Message msg) {
    return msg.getSystemProperty(RETRY);
  }
}
