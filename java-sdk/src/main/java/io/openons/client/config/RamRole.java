package io.openons.client.config;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import java.net.URI;
import java.util.Optional;

/**
 * The role of the machine, whose credentials a client uses instead of its own.
 *
 * @param name of the role
 * @param credentials where the instance metadata service gives its credentials
 */
public record RamRole(String name, URI credentials) {
  private static final String PATH = "/latest/meta-data/ram/security-credentials/";

  static Optional<RamRole> from(PropertyReader properties) {
    return properties
        .find(OnsProperties.RAM_ROLE_NAME)
        .map(String::strip)
        .map(name -> of(name, properties.get(OnsProperties.METADATA_ADDRESS).strip()));
  }

  private static RamRole of(String name, String address) {
    if (!name.matches("[\\w.@-]+")) {
      throw refuse(OnsProperties.RAM_ROLE_NAME, name, "letters, digits, _ . @ -");
    }
    if (!address.matches("https?://[^\\s/?#]+/?")) {
      throw refuse(OnsProperties.METADATA_ADDRESS, address, "http://host or http://host:port");
    }
    try {
      return new RamRole(name, URI.create(address.replaceAll("/$", "") + PATH + name));
    } catch (IllegalArgumentException notAUri) {
      throw refuse(OnsProperties.METADATA_ADDRESS, address, "http://host or http://host:port");
    }
  }

  private static ONSClientException refuse(Property<String> property, String value, String give) {
    return new ONSClientException(
        "property " + property.key() + ": '" + value + "' is not allowed; give " + give,
        null,
        ErrorCode.INVALID_PROPERTY);
  }
}
