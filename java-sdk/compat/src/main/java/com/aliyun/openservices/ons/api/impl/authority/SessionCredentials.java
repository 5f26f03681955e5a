package com.aliyun.openservices.ons.api.impl.authority;

import com.aliyun.openservices.ons.api.impl.rocketmq.ONSChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;

/** Keys and a token, as programs pass them on. Not safe for use by several threads. */
public class SessionCredentials {
  public static final Charset CHARSET = StandardCharsets.UTF_8;
  public static final String AccessKey = "AccessKey";
  public static final String SecretKey = "SecretKey";
  public static final String Signature = "Signature";
  public static final String SecurityToken = "SecurityToken";
  public static final String SignatureMethod = "SignatureMethod";
  public static final String ONSChannelKey = "OnsChannel";

  private String accessKey;
  private String secretKey;
  private String securityToken;
  private String signature;
  private String signatureMethod;
  private ONSChannel onsChannel = ONSChannel.ALIYUN;

  /** Without keys. */
  public SessionCredentials() {}

  /** A copy. */
  public SessionCredentials(SessionCredentials other) {
    accessKey = other.accessKey;
    secretKey = other.secretKey;
    securityToken = other.securityToken;
    signature = other.signature;
    signatureMethod = other.signatureMethod;
    onsChannel = other.onsChannel;
  }

  /** Takes over what properties hold under the names above. */
  public void updateContent(Properties properties) {
    accessKey = given(properties, AccessKey, accessKey);
    secretKey = given(properties, SecretKey, secretKey);
    securityToken = given(properties, SecurityToken, securityToken);
    Object channel = properties.get(ONSChannelKey);
    if (channel != null) {
      onsChannel = ONSChannel.valueOf(channel.toString());
    }
  }

  private static String given(Properties properties, String key, String otherwise) {
    String value = properties.getProperty(key);
    return value == null ? otherwise : value.trim();
  }

  /** Returns the AccessKey. */
  public String getAccessKey() {
    return accessKey;
  }

  /** Sets the AccessKey. */
  public void setAccessKey(String accessKey) {
    this.accessKey = accessKey;
  }

  /** Returns the SecretKey. */
  public String getSecretKey() {
    return secretKey;
  }

  /** Sets the SecretKey. */
  public void setSecretKey(String secretKey) {
    this.secretKey = secretKey;
  }

  /** Returns the token of temporary keys, or null. */
  public String getSecurityToken() {
    return securityToken;
  }

  /** Sets the token. */
  public void setSecurityToken(String securityToken) {
    this.securityToken = securityToken;
  }

  /** Returns the signature, or null. */
  public String getSignature() {
    return signature;
  }

  /** Sets the signature. */
  public void setSignature(String signature) {
    this.signature = signature;
  }

  /** Returns how the signature was made, or null. */
  public String getSignatureMethod() {
    return signatureMethod;
  }

  /** Sets how the signature was made. */
  public void setSignatureMethod(String signatureMethod) {
    this.signatureMethod = signatureMethod;
  }

  /** Returns the channel. */
  public ONSChannel getOnsChannel() {
    return onsChannel;
  }

  /** Sets the channel. */
  public void setOnsChannel(ONSChannel onsChannel) {
    this.onsChannel = onsChannel;
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        accessKey, secretKey, securityToken, signature, signatureMethod, onsChannel);
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof SessionCredentials)) {
      return false;
    }
    SessionCredentials that = (SessionCredentials) other;
    return Objects.equals(accessKey, that.accessKey)
        && Objects.equals(secretKey, that.secretKey)
        && Objects.equals(securityToken, that.securityToken)
        && Objects.equals(signature, that.signature)
        && Objects.equals(signatureMethod, that.signatureMethod)
        && onsChannel == that.onsChannel;
  }

  /** Everything but secrets. */
  @Override
  public String toString() {
    return "SessionCredentials [accessKey="
        + accessKey
        + ", signatureMethod="
        + signatureMethod
        + ", onsChannel="
        + onsChannel
        + "]";
  }
}
