package io.openons.client.config;

import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import java.util.Properties;

/**
 * Who the client is.
 *
 * @param securityToken of temporary credentials; empty for permanent ones
 */
public record Credentials(String accessKey, String secretKey, String securityToken) {
  /** Nobody, yet. */
  static final Credentials NONE = new Credentials("", "", "");

  /**
   * Reads the triple from properties.
   *
   * @throws ONSClientException when AccessKey or SecretKey is missing or empty
   */
  public static Credentials from(Properties properties) {
    if (properties == null) {
      throw new ONSClientException(
          "the credential properties are null; give AccessKey and SecretKey",
          null,
          ErrorCode.INVALID_ARGUMENT);
    }
    PropertyReader reader = new PropertyReader(properties, ClientKind.PRODUCER);
    reader.hintUnknown();
    return from(reader);
  }

  static Credentials from(PropertyReader properties) {
    String anyValueWillDo = "on a server without access control any value will do";
    return new Credentials(
        properties.require(
            OnsProperties.ACCESS_KEY, "set it to the access key id; " + anyValueWillDo),
        properties.require(
            OnsProperties.SECRET_KEY, "set it to the access key secret; " + anyValueWillDo),
        properties.find(OnsProperties.SECURITY_TOKEN).orElse(""));
  }

  /** Shows the access key only. */
  @Override
  public String toString() {
    return PropertyKeyConst.AccessKey + "=" + accessKey;
  }
}
