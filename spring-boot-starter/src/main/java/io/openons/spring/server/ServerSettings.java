package io.openons.spring.server;

import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * A server and the properties that clients of it have.
 *
 * @param name the name in the application
 * @param prefix where its properties stand in the configuration, for errors
 * @param properties by the client's own keys
 */
public record ServerSettings(String name, String prefix, Map<String, String> properties) {
  /** Keeps a copy. */
  public ServerSettings {
    properties = Collections.unmodifiableMap(new HashMap<>(properties));
  }

  /**
   * The group of clients that name none.
   *
   * @param who asks, for the error
   * @throws ONSClientException when the server has none
   */
  public String group(String who) {
    String group = properties.get(PropertyKeyConst.GROUP_ID);
    if (group == null || group.isBlank()) {
      throw new ONSClientException(
          "%s has no group; name one, or set %s.group-id".formatted(who, prefix),
          null,
          ErrorCode.INVALID_PROPERTY);
    }
    return group;
  }

  /** The properties of a client, with those that are its own. */
  public Properties with(Map<String, String> own) {
    Properties all = new Properties();
    all.putAll(properties);
    all.putAll(own);
    return all;
  }
}
