package io.openons.client.testing;

import com.aliyun.openservices.ons.api.PropertyKeyConst;
import java.util.Properties;

/** Properties that are complete; a test adds what it is about. */
public final class TestProperties {
  private TestProperties() {}

  /** For a server, with keys and values in turn. */
  public static Properties of(String address, String... more) {
    Properties properties = new Properties();
    properties.setProperty(PropertyKeyConst.NAMESRV_ADDR, address);
    properties.setProperty(PropertyKeyConst.AccessKey, "ak");
    properties.setProperty(PropertyKeyConst.SecretKey, "sk");
    properties.setProperty(PropertyKeyConst.GROUP_ID, "GID_TEST");
    for (int i = 0; i < more.length; i += 2) {
      properties.setProperty(more[i], more[i + 1]);
    }
    return properties;
  }
}
