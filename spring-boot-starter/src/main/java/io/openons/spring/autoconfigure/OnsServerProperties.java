package io.openons.spring.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

/** The properties of a server. */
public class OnsServerProperties {
  /** Address of the server, host:port; the client's NAMESRV_ADDR. */
  private String endpoint;

  /** Access key id; the client's AccessKey. */
  private String accessKey;

  /** Access key secret; the client's SecretKey. */
  private String secretKey;

  /** Token of temporary credentials; the client's SecurityToken. */
  private String securityToken;

  /** Instance of topics and groups; the client's INSTANCE_ID. */
  private String instanceId;

  /** Group of producers, and of listeners that name none; the client's GROUP_ID. */
  private String groupId;

  /** Further properties of the client by relaxed names, such as send-msg-timeout-millis. */
  private Map<String, String> client = new LinkedHashMap<>();

  /** Properties that are not set. */
  public OnsServerProperties() {}

  /** The address of the server; null when not set. */
  public String getEndpoint() {
    return endpoint;
  }

  /** Sets {@link #getEndpoint()}. */
  public void setEndpoint(String endpoint) {
    this.endpoint = endpoint;
  }

  /** The access key id; null when not set. */
  public String getAccessKey() {
    return accessKey;
  }

  /** Sets {@link #getAccessKey()}. */
  public void setAccessKey(String accessKey) {
    this.accessKey = accessKey;
  }

  /** The access key secret; null when not set. */
  public String getSecretKey() {
    return secretKey;
  }

  /** Sets {@link #getSecretKey()}. */
  public void setSecretKey(String secretKey) {
    this.secretKey = secretKey;
  }

  /** The token of temporary credentials; null when not set. */
  public String getSecurityToken() {
    return securityToken;
  }

  /** Sets {@link #getSecurityToken()}. */
  public void setSecurityToken(String securityToken) {
    this.securityToken = securityToken;
  }

  /** The instance; null when not set. */
  public String getInstanceId() {
    return instanceId;
  }

  /** Sets {@link #getInstanceId()}. */
  public void setInstanceId(String instanceId) {
    this.instanceId = instanceId;
  }

  /** The group; null when not set. */
  public String getGroupId() {
    return groupId;
  }

  /** Sets {@link #getGroupId()}. */
  public void setGroupId(String groupId) {
    this.groupId = groupId;
  }

  /** Further properties of the client, by relaxed names. */
  public Map<String, String> getClient() {
    return client;
  }

  /** Sets {@link #getClient()}. */
  public void setClient(Map<String, String> client) {
    this.client = client;
  }
}
