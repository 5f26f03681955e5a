package io.openons.ctl.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Whom TLS trusts. */
public final class Trust {
  private Trust() {}

  /**
   * Returns the TLS of Java, or one that trusts the certificates of a file only.
   *
   * @param authority a file in PEM; null for what Java trusts
   * @throws CtlException when the file cannot be used
   */
  public static SSLContext of(Path authority) {
    try {
      if (authority == null) {
        return SSLContext.getDefault();
      }
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      try (InputStream file = Files.newInputStream(authority)) {
        int number = 0;
        for (Certificate certificate :
            CertificateFactory.getInstance("X.509").generateCertificates(file)) {
          store.setCertificateEntry("authority-" + number++, certificate);
        }
      }
      if (store.size() == 0) {
        throw CtlException.usage("%s has no certificate; --ca wants a file in PEM", authority);
      }
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw CtlException.usage(
          "the certificates of --ca cannot be read: %s: %s; name a file in PEM, as the broker's"
              + " tls/authority.pem",
          authority, e.getMessage());
    }
  }
}
