package com.aliyun.openservices.ons.api.impl.util;

import java.util.regex.Pattern;

/** Takes addresses apart. */
public class NameAddrUtils {
  public static final String INSTANCE_REGEX_V1 = "MQ_INST_\\w+_\\w+";
  public static final String INSTANCE_REGEX_V2 = "mqi-\\w+-\\w+";
  public static final Pattern INST_ENDPOINT_PATTERN_V1 =
      Pattern.compile("^(\\w+://|)" + INSTANCE_REGEX_V1 + "\\..*");
  public static final Pattern INST_ENDPOINT_PATTERN_V2 =
      Pattern.compile("^(\\w+://|)" + INSTANCE_REGEX_V2 + "\\..*");

  /** All methods are static. */
  public NameAddrUtils() {}

  /**
   * Returns the address in the system property {@code rocketmq.namesrv.addr} or else in the
   * environment's {@code NAMESRV_ADDR}; null when neither is set.
   */
  public static String getNameAdd() {
    return System.getProperty("rocketmq.namesrv.addr", System.getenv("NAMESRV_ADDR"));
  }

  /** Whether an address begins with the id of an instance. */
  public static boolean validateInstanceEndpoint(String endpoint) {
    return INST_ENDPOINT_PATTERN_V1.matcher(endpoint).matches()
        || INST_ENDPOINT_PATTERN_V2.matcher(endpoint).matches();
  }

  /** Returns the first label of an address, which is the id of the instance where there is one. */
  public static String parseInstanceIdFromEndpoint(String endpoint) {
    String address = parseNameSrvAddrFromNamesrvEndpoint(endpoint);
    return address.substring(0, address.indexOf('.'));
  }

  /** Returns an address without its scheme. */
  public static String parseNameSrvAddrFromNamesrvEndpoint(String endpoint) {
    int end = endpoint.indexOf("://");
    return end < 0 ? endpoint : endpoint.substring(end + "://".length());
  }
}
