package io.openons.client.session;

import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.ClientDescription;
import com.aliyun.openservices.ons.api.ClientDescription.Origin;
import com.aliyun.openservices.ons.api.ClientDescription.Setting;
import com.aliyun.openservices.ons.api.ClientDescription.State;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.config.ClientConfig;
import io.openons.client.config.Credentials;
import io.openons.client.config.OnsProperties;
import io.openons.client.rpc.EndpointsText;
import io.openons.client.runtime.Lifecycle;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * A client of the surface: its life, its credentials, its description.
 *
 * @param <E> the machinery that exists while the client runs
 */
public abstract class Client<E extends Client.Running> implements Admin {
  /** The machinery of a client between its start and its shutdown. */
  public interface Running {
    /** What every running client is made of. */
    ClientCore core();

    /** Ends everything, within bounds. */
    void close();
  }

  private final ClientConfig config;
  private final Lifecycle<E> lifecycle;
  private volatile Credentials credentials;

  /** A client that is not started. */
  protected Client(ClientConfig config) {
    this.config = config;
    this.lifecycle = new Lifecycle<>("the " + config.kind());
    this.credentials = config.credentials();
  }

  /** Connects; after a failure nothing is left. */
  protected abstract E open(Credentials credentials);

  @Override
  public void start() {
    lifecycle.start(() -> open(credentials));
    E engine = lifecycle.runningOrNull();
    if (engine != null && config.ramRole().isEmpty()) {
      // They may have been replaced while the machinery opened.
      engine.core().credentials(credentials);
    }
  }

  @Override
  public void shutdown() {
    lifecycle.close(Running::close);
  }

  @Override
  public final boolean isStarted() {
    return lifecycle.isStarted();
  }

  @Override
  public final boolean isClosed() {
    return !isStarted();
  }

  @Override
  public final void updateCredential(Properties credentialProperties) {
    if (config.ramRole().isPresent()) {
      throw new ONSClientException(
          "RamRoleName is set, so the "
              + config.kind()
              + " renews its credentials itself; remove the call of updateCredential, or RamRoleName",
          null,
          ErrorCode.INVALID_ARGUMENT);
    }
    credentials = Credentials.from(credentialProperties);
    E engine = lifecycle.runningOrNull();
    if (engine != null) {
      engine.core().credentials(credentials);
    }
  }

  @Override
  public final ClientDescription describe() {
    E engine = lifecycle.runningOrNull();
    ClientCore core = engine == null ? null : engine.core();
    State state = State.CREATED;
    if (isShutDown()) {
      state = State.CLOSED;
    } else if (core != null) {
      state = State.STARTED;
    }
    return new ClientDescription(
        config.kind().toString(),
        state,
        core == null ? "" : core.clientId(),
        EndpointsText.of(config.accessPoint()),
        core != null && core.sessions().isUp(config.accessPoint()),
        core == null ? Set.of() : core.sessions().features(config.accessPoint()),
        settings(core == null ? credentials : core.credentials()));
  }

  /** The settings, with the credentials of this moment. */
  private Map<String, Setting> settings(Credentials now) {
    Map<String, Setting> settings = new LinkedHashMap<>(config.settings());
    if (!now.equals(config.credentials())) {
      settings.put(OnsProperties.ACCESS_KEY.key(), new Setting(now.accessKey(), Origin.DERIVED));
      settings.put(OnsProperties.SECRET_KEY.key(), ClientConfig.masked(now.secretKey()));
      settings.put(OnsProperties.SECURITY_TOKEN.key(), ClientConfig.masked(now.securityToken()));
    }
    return settings;
  }

  /** Whether {@link #shutdown()} was called. */
  public final boolean isShutDown() {
    return lifecycle.isClosed();
  }

  /** The machinery, or null when the client does not run. */
  protected final E runningOrNull() {
    return lifecycle.runningOrNull();
  }

  /** The machinery, or the error that tells why there is none. */
  protected final E running() {
    return lifecycle.running();
  }

  /** Returns the client's configuration. */
  protected final ClientConfig config() {
    return config;
  }
}
