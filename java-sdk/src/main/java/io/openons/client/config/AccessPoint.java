package io.openons.client.config;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.proto.v2.Address;
import io.openons.proto.v2.AddressScheme;
import io.openons.proto.v2.Endpoints;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address that a client is given.
 *
 * <p>Forms: {@code host}, {@code host:port}, {@code [ipv6]:port}, several {@code ip:port} separated
 * by semicolons, each with or without {@code http://} or {@code https://} before it. The scheme
 * {@code https} means TLS; {@code http} means nothing, consoles print it as a decoration. Without a
 * port it is 80, or 443 for {@code https}. A host label {@code MQ_INST_x_y} in front is the
 * instance; it is looked up in the DNS in small letters with {@code -} for {@code _}, as the
 * commercial client does.
 *
 * @param endpoints the addresses, as the wire has them
 * @param https whether the scheme asks for TLS
 * @param instanceId from the host label; empty when there is none
 */
public record AccessPoint(Endpoints endpoints, boolean https, String instanceId) {
  private static final Pattern ITEM =
      Pattern.compile(
          "(?:(?<scheme>\\w+)://)?(?:\\[(?<v6>[0-9a-fA-F:.%]+)]|(?<host>[\\p{L}\\p{N}._-]+))"
              + "(?::(?<port>\\d{1,5}))?/?");
  private static final Pattern INSTANCE = Pattern.compile("(?<label>MQ_INST_\\w+_\\w+)\\..+");
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  /**
   * Reads one of the forms.
   *
   * @throws ONSClientException when the text is none of them
   */
  public static AccessPoint parse(String text) {
    Endpoints.Builder endpoints = Endpoints.newBuilder();
    Boolean https = null;
    String instanceId = "";
    for (String item : text.strip().split("\\s*;\\s*", -1)) {
      Matcher parts = ITEM.matcher(item);
      if (!parts.matches()) {
        throw refuse(text, "'" + item + "' is not host:port");
      }
      boolean itemHttps = isHttps(parts.group("scheme"), text);
      if (https != null && https != itemHttps) {
        throw refuse(text, "http and https are mixed");
      }
      https = itemHttps;
      String host = parts.group("host") == null ? parts.group("v6") : parts.group("host");
      Matcher instance = INSTANCE.matcher(host);
      if (instance.matches()) {
        instanceId = instance.group("label");
        host = host.toLowerCase(Locale.ROOT).replace('_', '-');
      }
      AddressScheme scheme = schemeOf(host, parts.group("v6") != null);
      if (endpoints.getAddressesCount() > 0
          && (scheme != endpoints.getScheme() || scheme == AddressScheme.DOMAIN_NAME)) {
        throw refuse(text, "several addresses must all be IPv4 or all be IPv6 addresses");
      }
      endpoints
          .setScheme(scheme)
          .addAddresses(
              Address.newBuilder()
                  .setHost(host)
                  .setPort(portOf(parts.group("port"), itemHttps, text)));
    }
    return new AccessPoint(endpoints.build(), Boolean.TRUE.equals(https), instanceId);
  }

  private static boolean isHttps(String scheme, String text) {
    if (scheme == null || scheme.equalsIgnoreCase("http")) {
      return false;
    }
    if (scheme.equalsIgnoreCase("https")) {
      return true;
    }
    throw refuse(text, "the scheme " + scheme + ":// is neither http:// nor https://");
  }

  private static AddressScheme schemeOf(String host, boolean v6) {
    if (v6) {
      return AddressScheme.IPv6;
    }
    return IPV4.matcher(host).matches() ? AddressScheme.IPv4 : AddressScheme.DOMAIN_NAME;
  }

  private static int portOf(String port, boolean https, String text) {
    if (port == null) {
      return https ? 443 : 80;
    }
    int number = Integer.parseInt(port);
    if (number < 1 || number > 65_535) {
      throw refuse(text, "the port " + port + " is not between 1 and 65535");
    }
    return number;
  }

  private static ONSClientException refuse(String text, String why) {
    return new ONSClientException(
        "property "
            + OnsProperties.NAMESRV_ADDR.key()
            + ": '"
            + text
            + "' cannot be used: "
            + why
            + "; give host:port, http://host:port, https://host:port, or ip:port;ip:port",
        null,
        ErrorCode.INVALID_PROPERTY);
  }
}
