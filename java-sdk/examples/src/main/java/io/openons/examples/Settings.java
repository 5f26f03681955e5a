package io.openons.examples;

import com.aliyun.openservices.ons.api.PropertyKeyConst;
import java.util.Properties;

/** The properties that every client of the examples needs. */
final class Settings {
  private static final String ENDPOINT = "127.0.0.1:8081";

  private Settings() {}

  /**
   * Properties of a client.
   *
   * @param arguments of the program: the first is the server's address; without it the environment
   *     variable {@code ONS_ENDPOINT} counts, and without that {@code 127.0.0.1:8081}
   */
  static Properties of(String[] arguments, String group) {
    Properties properties = new Properties();
    properties.setProperty(
        PropertyKeyConst.NAMESRV_ADDR,
        arguments.length > 0 ? arguments[0] : environment("ONS_ENDPOINT", ENDPOINT));
    // A broker without a users file does not look at these two.
    properties.setProperty(PropertyKeyConst.AccessKey, environment("ONS_ACCESS_KEY", "any"));
    properties.setProperty(PropertyKeyConst.SecretKey, environment("ONS_SECRET_KEY", "any"));
    properties.setProperty(PropertyKeyConst.GROUP_ID, group);
    return properties;
  }

  private static String environment(String name, String otherwise) {
    String value = System.getenv(name);
    return value == null || value.isBlank() ? otherwise : value;
  }
}
