package io.openons.spring.server;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The servers of the application, by name. Immutable. */
public final class Servers {
  private final Map<String, ServerSettings> servers;
  private final String primary;

  /**
   * The servers.
   *
   * @param primary the name of the one that is meant where none is named
   * @throws ONSClientException when there is none of that name
   */
  public Servers(Map<String, ServerSettings> servers, String primary) {
    this.servers = Collections.unmodifiableMap(new LinkedHashMap<>(servers));
    this.primary = primary;
    get(primary, "ons.primary");
  }

  /**
   * A server.
   *
   * @param name empty for the primary one
   * @param who asks, for the error
   * @throws ONSClientException when there is none of that name
   */
  public ServerSettings get(String name, String who) {
    ServerSettings server = servers.get(name.isEmpty() ? primary : name);
    if (server == null) {
      throw new ONSClientException(
          "%s names the server '%s', but there are %s; correct the name, or set ons.servers.%s.endpoint"
              .formatted(who, name, servers.keySet(), name),
          null,
          ErrorCode.INVALID_PROPERTY);
    }
    return server;
  }

  /** The name of the primary server. */
  public String primary() {
    return primary;
  }

  /** All of them. */
  public Collection<ServerSettings> all() {
    return servers.values();
  }
}
