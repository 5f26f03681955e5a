package io.openons.client.config;

import com.aliyun.openservices.ons.api.ClientDescription.Origin;
import com.aliyun.openservices.ons.api.ClientDescription.Setting;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import io.openons.proto.v2.Endpoints;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What every client is told.
 *
 * @param kind of the client
 * @param accessPoint where the server is
 * @param instanceId empty for none
 * @param credentials empty when there is a role
 * @param ramRole whose credentials are used, if any
 * @param group empty for a producer without one
 * @param requestTimeout bound of one request
 * @param startTimeout bound of {@code start()}
 * @param settings what {@code describe()} says about the properties
 */
public record ClientConfig(
    ClientKind kind,
    Endpoints accessPoint,
    String instanceId,
    TlsConfig tls,
    Credentials credentials,
    Optional<RamRole> ramRole,
    String group,
    Duration requestTimeout,
    Duration startTimeout,
    Map<String, Setting> settings) {
  private static final Log log = Logs.of(ClientConfig.class);
  private static final AtomicBoolean exactlyOnceTold = new AtomicBoolean();

  /** A secret as it is shown. */
  public static Setting masked(String secret) {
    return secret.isEmpty()
        ? new Setting("", Origin.NOT_SET)
        : new Setting(PropertyReader.MASK, Origin.DERIVED);
  }

  static ClientConfig from(PropertyReader properties, String group) {
    LogConfig.from(properties)
        .ifPresent(log -> Logs.toFile(log.file(), log.level(), log.oldFiles()));
    properties.hintUnknown();
    warnOfExactlyOnce(properties);
    AccessPoint accessPoint = AccessPoint.parse(serverAddress(properties));
    Optional<RamRole> ramRole = RamRole.from(properties);
    TlsConfig tls = tls(properties, accessPoint.https());
    properties.derive(OnsProperties.TLS, tls.mode());
    if (!accessPoint.instanceId().isEmpty()) {
      properties.derive(OnsProperties.INSTANCE_ID, accessPoint.instanceId());
    }
    return new ClientConfig(
        properties.kind(),
        accessPoint.endpoints(),
        properties.find(OnsProperties.INSTANCE_ID).orElse(accessPoint.instanceId()),
        tls,
        ramRole.isPresent() ? Credentials.NONE : Credentials.from(properties),
        ramRole,
        group,
        Duration.ofMillis(properties.get(OnsProperties.REQUEST_TIMEOUT)),
        Duration.ofMillis(properties.get(OnsProperties.START_TIMEOUT)),
        properties.settings());
  }

  private static TlsConfig tls(PropertyReader properties, boolean https) {
    TlsMode mode = properties.find(OnsProperties.TLS).orElse(https ? TlsMode.VERIFY : TlsMode.OFF);
    if (https && mode == TlsMode.OFF) {
      throw new ONSClientException(
          "NAMESRV_ADDR begins with https:// but ons.tls is off; change one of them",
          null,
          ErrorCode.INVALID_PROPERTY);
    }
    Path caFile = properties.find(OnsProperties.TLS_CA_FILE).map(ClientConfig::caFile).orElse(null);
    if (caFile != null && mode != TlsMode.VERIFY) {
      throw new ONSClientException(
          "ons.tlsCaFile is set but certificates are not verified (TLS mode "
              + mode
              + "); set ons.tls to verify, or remove ons.tlsCaFile",
          null,
          ErrorCode.INVALID_PROPERTY);
    }
    return new TlsConfig(mode, caFile);
  }

  private static Path caFile(String text) {
    try {
      Path file = Path.of(text.strip());
      if (Files.isReadable(file)) {
        return file;
      }
    } catch (InvalidPathException notAPath) {
      throw OnsProperties.TLS_CA_FILE.refuse(text);
    }
    throw new ONSClientException(
        "property ons.tlsCaFile: '" + text + "' cannot be read; give a file of PEM certificates",
        null,
        ErrorCode.INVALID_PROPERTY);
  }

  /** NAMESRV_ADDR if it is there, else what ONSAddr leads to. */
  private static String serverAddress(PropertyReader properties) {
    Optional<String> discovery =
        properties.find(OnsProperties.NAMESRV_ADDR).isPresent()
            ? Optional.empty()
            : properties.find(OnsProperties.ONS_ADDR).map(String::strip);
    return discovery
        .map(
            address ->
                AddressServer.isAddressServer(address) ? AddressServer.ask(address) : address)
        .orElseGet(
            () ->
                properties.require(
                    OnsProperties.NAMESRV_ADDR,
                    "set it to the server's address, for example 127.0.0.1:8081"));
  }

  private static void warnOfExactlyOnce(PropertyReader properties) {
    if (properties
            .find(OnsProperties.EXACTLY_ONCE_DELIVERY)
            .filter(ClientConfig::isTrue)
            .isPresent()
        && exactlyOnceTold.compareAndSet(false, true)) {
      log.warn(
          "property exactlyOnceDelivery=true has no effect: a message may be delivered more than"
              + " once, so listeners should tell by its key whether they have handled it");
    }
  }

  private static boolean isTrue(String text) {
    return Boolean.parseBoolean(text.strip());
  }

  static ONSClientException notSupported(String what, String remedy) {
    return new ONSClientException(
        what + " is not supported by this version; " + remedy,
        null,
        ErrorCode.FEATURE_NOT_SUPPORTED);
  }
}
