package com.aliyun.openservices.ons.api.impl.namespace;

import java.util.regex.Pattern;

/** Says whether a text is the id of an instance. */
public class InstanceUtil {
  public static final String SEPARATOR_V1 = "_";
  public static final String REGEX_INSTANCE_V1 = "MQ_INST_\\w+_\\w{8}";
  public static final Pattern PATTERN_INSTANCE_V1 = Pattern.compile(REGEX_INSTANCE_V1);
  public static final String SEPARATOR_V2 = "-";
  public static final String REGEX_INSTANCE_V2 = "mqi-\\w+-\\w+";
  public static final Pattern PATTERN_INSTANCE_V2 = Pattern.compile(REGEX_INSTANCE_V2);

  /** All methods are static. */
  public InstanceUtil() {}

  /** Whether a text, which is not null, is the id of an instance, of either form. */
  public static boolean validateInstanceId(String instanceId) {
    return PATTERN_INSTANCE_V1.matcher(instanceId).matches()
        || PATTERN_INSTANCE_V2.matcher(instanceId).matches();
  }
}
