package io.openons.broker.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads PEM by the JDK's own means. Netty's reader would load all of Bouncy Castle's provider,
 * which costs an idle broker 40 MiB.
 */
final class PemFiles {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  /** The kinds of key that TLS certificates have. */
  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");

  private PemFiles() {}

  /** Reads a chain of certificates, the server's own first. */
  static X509Certificate[] chain(Path file) throws IOException, CertificateException {
    try (InputStream in = Files.newInputStream(file)) {
      X509Certificate[] chain =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toArray(X509Certificate[]::new);
      if (chain.length == 0) {
        throw new CertificateException("%s holds no certificate".formatted(file));
      }
      return chain;
    }
  }

  /** Reads a private key in PKCS#8 without a password. */
  static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    Matcher pem = KEY.matcher(Files.readString(file));
    if (!pem.find()) {
      throw new InvalidKeyException("%s holds no 'PRIVATE KEY' in PKCS#8".formatted(file));
    }
    byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
    InvalidKeyException unknown =
        new InvalidKeyException(
            "the key in %s is of none of the kinds %s".formatted(file, ALGORITHMS));
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (InvalidKeySpecException otherKind) {
        unknown.addSuppressed(otherKind);
      }
    }
    throw unknown;
  }
}
