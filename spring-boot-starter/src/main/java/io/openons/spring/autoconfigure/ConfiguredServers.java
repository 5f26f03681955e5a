package io.openons.spring.autoconfigure;

import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.spring.OnsConnectionDetails;
import io.openons.spring.server.PropertyNames;
import io.openons.spring.server.ServerSettings;
import io.openons.spring.server.Servers;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From the application's configuration to the servers. */
final class ConfiguredServers {
  /** The name of the server directly below {@code ons}. */
  static final String DEFAULT = "default";

  private static final String PREFIX = "ons";

  private ConfiguredServers() {}

  static Servers of(OnsConfigurationProperties properties, List<OnsConnectionDetails> details) {
    Map<String, ServerSettings> servers = new LinkedHashMap<>();
    servers.put(DEFAULT, settings(DEFAULT, PREFIX, properties, details));
    properties
        .getServers()
        .forEach(
            (name, server) -> {
              String prefix = PREFIX + ".servers." + name;
              if (servers.put(name, settings(name, prefix, server, details)) != null) {
                throw invalid(
                    "%s: this name is that of the server below 'ons'; choose another", prefix);
              }
            });
    return new Servers(servers, primary(properties));
  }

  /** The name of the primary server. */
  static String primary(OnsConfigurationProperties properties) {
    if (properties.getPrimary() != null) {
      return properties.getPrimary();
    }
    boolean onlyNamed =
        properties.getEndpoint() == null
            && properties.getClient().isEmpty()
            && properties.getServers().size() == 1;
    return onlyNamed ? properties.getServers().keySet().iterator().next() : DEFAULT;
  }

  private static ServerSettings settings(
      String name,
      String prefix,
      OnsServerProperties server,
      List<OnsConnectionDetails> allDetails) {
    Map<String, String> properties = new HashMap<>();
    server
        .getClient()
        .forEach(
            (relaxed, value) ->
                put(properties, PropertyNames.key(relaxed, prefix + ".client"), value, prefix));
    put(properties, PropertyKeyConst.NAMESRV_ADDR, server.getEndpoint(), prefix);
    put(properties, PropertyKeyConst.AccessKey, server.getAccessKey(), prefix);
    put(properties, PropertyKeyConst.SecretKey, server.getSecretKey(), prefix);
    put(properties, PropertyKeyConst.SecurityToken, server.getSecurityToken(), prefix);
    put(properties, PropertyKeyConst.INSTANCE_ID, server.getInstanceId(), prefix);
    put(properties, PropertyKeyConst.GROUP_ID, server.getGroupId(), prefix);
    for (OnsConnectionDetails details : allDetails) {
      if (details.getServer() == null || details.getServer().equals(name)) {
        apply(details, properties);
      }
    }
    return new ServerSettings(name, prefix, properties);
  }

  private static void apply(OnsConnectionDetails details, Map<String, String> properties) {
    properties.put(PropertyKeyConst.NAMESRV_ADDR, details.getEndpoint());
    credential(properties, PropertyKeyConst.AccessKey, details.getAccessKey());
    credential(properties, PropertyKeyConst.SecretKey, details.getSecretKey());
    properties.putAll(details.getProperties());
  }

  /** The client wants some, also for a broker that does not look at them. */
  private static void credential(Map<String, String> properties, String key, String given) {
    if (given != null) {
      properties.put(key, given);
    } else if (!properties.containsKey(PropertyKeyConst.RAM_ROLE_NAME)) {
      properties.putIfAbsent(key, "any");
    }
  }

  private static void put(Map<String, String> properties, String key, String value, String prefix) {
    if (value != null && properties.put(key, value) != null) {
      throw invalid("%s sets " + key + " twice, also by .client; remove one of them", prefix);
    }
  }

  private static ONSClientException invalid(String problem, String where) {
    return new ONSClientException(problem.replace("%s", where), null, ErrorCode.INVALID_PROPERTY);
  }
}
