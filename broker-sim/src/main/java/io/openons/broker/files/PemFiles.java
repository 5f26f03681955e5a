package io.openons.broker.files;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads PEM by the JDK's own means. Netty's reader would load all of Bouncy Castle's provider,
 * which costs an idle broker 40 MiB.
 */
final class PemFiles {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  /** The kinds of key that TLS certificates have, each with a way to sign. */
  private static final Map<String, String> SIGNATURES =
      new TreeMap<>(Map.of("EC", "SHA256withECDSA", "RSA", "SHA256withRSA", "EdDSA", "EdDSA"));

  private PemFiles() {}

  /** Reads a chain of certificates, the server's own first. */
  static X509Certificate[] chain(Path file) throws IOException, CertificateException {
    try (InputStream in = new ByteArrayInputStream(FileFaults.read(file))) {
      X509Certificate[] chain =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toArray(X509Certificate[]::new);
      if (chain.length == 0) {
        throw new CertificateException("it holds no certificate");
      }
      return chain;
    }
  }

  /** Returns whether a key is that of a certificate. */
  static boolean fits(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
    if (!key.getAlgorithm().equals(certificate.getPublicKey().getAlgorithm())) {
      return false;
    }
    Signature signature = Signature.getInstance(SIGNATURES.get(key.getAlgorithm()));
    byte[] any = {1, 2, 3};
    signature.initSign(key);
    signature.update(any);
    byte[] signed = signature.sign();
    signature.initVerify(certificate.getPublicKey());
    signature.update(any);
    return signature.verify(signed);
  }

  /** Reads a private key in PKCS#8 without a password. */
  static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    Matcher pem = KEY.matcher(new String(FileFaults.read(file), StandardCharsets.ISO_8859_1));
    if (!pem.find()) {
      throw new InvalidKeyException("it holds no 'PRIVATE KEY' in PKCS#8");
    }
    InvalidKeyException unknown =
        new InvalidKeyException("its key is of none of the kinds " + SIGNATURES.keySet());
    byte[] encoded;
    try {
      encoded = Base64.getMimeDecoder().decode(pem.group(1));
    } catch (IllegalArgumentException e) {
      throw new InvalidKeyException("its key is no base64: " + e.getMessage(), e);
    }
    for (String algorithm : SIGNATURES.keySet()) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (InvalidKeySpecException otherKind) {
        unknown.addSuppressed(otherKind);
      }
    }
    throw unknown;
  }
}
