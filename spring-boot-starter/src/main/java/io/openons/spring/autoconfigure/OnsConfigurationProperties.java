package io.openons.spring.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** The properties below {@code ons}: those of the default server, and those of the starter. */
@ConfigurationProperties("ons")
public class OnsConfigurationProperties extends OnsServerProperties {
  /** Whether the starter does anything. */
  private boolean enabled = true;

  /**
   * Server that templates and listeners use when they name none; by default the one directly below
   * "ons", or the only one of "ons.servers".
   */
  private String primary;

  /** Further servers, by name. */
  private Map<String, OnsServerProperties> servers = new LinkedHashMap<>();

  private final Template template = new Template();
  private final Listener listener = new Listener();

  /** Properties that are not set. */
  public OnsConfigurationProperties() {}

  /** Whether the starter does anything. */
  public boolean isEnabled() {
    return enabled;
  }

  /** Sets {@link #isEnabled()}. */
  public void setEnabled(boolean enabled) {
    this.enabled = enabled;
  }

  /** The name of the primary server; null when not set. */
  public String getPrimary() {
    return primary;
  }

  /** Sets {@link #getPrimary()}. */
  public void setPrimary(String primary) {
    this.primary = primary;
  }

  /** Further servers, by name. */
  public Map<String, OnsServerProperties> getServers() {
    return servers;
  }

  /** Sets {@link #getServers()}. */
  public void setServers(Map<String, OnsServerProperties> servers) {
    this.servers = servers;
  }

  /** Properties of templates. */
  public Template getTemplate() {
    return template;
  }

  /** Properties of listeners. */
  public Listener getListener() {
    return listener;
  }

  /** Properties of templates. */
  public static class Template {
    /** Whether producers connect when the application starts, instead of with the first message. */
    private boolean eager;

    /** Properties that are not set. */
    public Template() {}

    /** Whether producers connect when the application starts. */
    public boolean isEager() {
      return eager;
    }

    /** Sets {@link #isEager()}. */
    public void setEager(boolean eager) {
      this.eager = eager;
    }
  }

  /** Properties of listeners. */
  public static class Listener {
    /** Whether listeners start with the application. */
    private boolean autoStart = true;

    /** Properties that are not set. */
    public Listener() {}

    /** Whether listeners start with the application. */
    public boolean isAutoStart() {
      return autoStart;
    }

    /** Sets {@link #isAutoStart()}. */
    public void setAutoStart(boolean autoStart) {
      this.autoStart = autoStart;
    }
  }
}
