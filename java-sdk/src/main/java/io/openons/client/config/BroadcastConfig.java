package io.openons.client.config;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * What a broadcasting consumer is told.
 *
 * @param instanceName whose progress it goes on with; empty for the first one that nobody uses
 * @param folder where files of progress are
 */
public record BroadcastConfig(ConsumerConfig consumer, Optional<String> instanceName, Path folder) {
  /** Whether properties describe a broadcasting consumer. */
  public static boolean isMeantBy(Properties properties) {
    return ConsumerConfig.isBroadcasting(new PropertyReader(properties, ClientKind.CONSUMER));
  }

  /**
   * Reads properties.
   *
   * @throws ONSClientException when one is unusable
   */
  public static BroadcastConfig from(Properties properties) {
    PropertyReader reader = new PropertyReader(properties, ClientKind.CONSUMER);
    Optional<String> name = reader.find(OnsProperties.INSTANCE_NAME).map(String::strip);
    name.filter(text -> !text.matches("[A-Za-z0-9_.-]+"))
        .ifPresent(
            text -> {
              throw new ONSClientException(
                  "property InstanceName: '"
                      + text
                      + "' is not allowed; give letters, digits, _ . -",
                  null,
                  ErrorCode.INVALID_PROPERTY);
            });
    return new BroadcastConfig(ConsumerConfig.from(reader), name, folder(reader));
  }

  private static Path folder(PropertyReader reader) {
    Optional<String> text = reader.find(OnsProperties.OFFSETS_FOLDER).map(String::strip);
    try {
      return text.map(Path::of)
          .orElseGet(() -> Path.of(System.getProperty("user.home"), ".ons", "offsets"));
    } catch (InvalidPathException notAPath) {
      throw OnsProperties.OFFSETS_FOLDER.refuse(text.orElse(""));
    }
  }
}
