package io.openons.ctl.check;

import io.openons.ctl.api.CtlException;
import io.openons.ctl.api.Target;
import io.openons.ctl.api.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** The way to a broker, step by step: name, connection, TLS. */
final class Connecting {
  private static final Duration SOON = Duration.ofDays(14);

  private Connecting() {}

  /** Adds what it finds; answers whether the broker can be reached. */
  static boolean check(Target target, List<Finding> findings) {
    String host = target.server().getHost().replaceAll("[\\[\\]]", "");
    int port = target.server().getPort();
    try {
      InetAddress[] addresses = InetAddress.getAllByName(host);
      findings.add(
          Finding.ok(
              "name",
              host
                  + " is "
                  + String.join(
                      ", ", Arrays.stream(addresses).map(InetAddress::getHostAddress).toList())));
    } catch (UnknownHostException e) {
      findings.add(
          Finding.fail(
              "name", host + " has no address", "mend --server, or the DNS or hosts file"));
      return false;
    }
    int millis = (int) target.timeout().toMillis();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), millis);
      findings.add(Finding.ok("tcp", "connected to port " + port));
    } catch (IOException e) {
      findings.add(
          Finding.fail(
              "tcp",
              "no connection to port %d: %s".formatted(port, e.getMessage()),
              "start the broker, or mend --server; elsewhere than on this machine the broker needs"
                  + " --http-bind, and the firewall the port"));
      return false;
    }
    if (!target.isEncrypted()) {
      findings.add(tlsOfNone(host));
      return true;
    }
    return encrypted(target, host, port, millis, findings);
  }

  private static Finding tlsOfNone(String host) {
    boolean isLocal = host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
    return isLocal
        ? Finding.ok("tls", "not used, and the broker is on this machine")
        : Finding.warn(
            "tls",
            "not used: everybody on the way sees keys and messages",
            "write https:// before the address; the same port serves it");
  }

  private static boolean encrypted(
      Target target, String host, int port, int millis, List<Finding> findings) {
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(host, port), millis);
      plain.setSoTimeout(millis);
      try (SSLSocket socket =
          (SSLSocket)
              Trust.of(target.authority())
                  .getSocketFactory()
                  .createSocket(plain, host, port, true)) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        var certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        findings.add(
            lifetime(socket.getSession().getProtocol(), certificate.getNotAfter().toInstant()));
      }
      return true;
    } catch (IOException e) {
      findings.add(
          Finding.fail(
              "tls",
              "no handshake: " + e.getMessage(),
              "name the broker's authority by --ca (tls/authority.pem of its data folder), and the"
                  + " broker by a name of its certificate"));
    } catch (CtlException e) {
      findings.add(Finding.fail("tls", e.getMessage(), "mend --ca"));
    }
    return false;
  }

  private static Finding lifetime(String protocol, Instant end) {
    String found = "%s, a certificate until %s".formatted(protocol, end);
    return Instant.now().plus(SOON).isAfter(end)
        ? Finding.warn("tls", found, "renew the certificate")
        : Finding.ok("tls", found);
  }
}
