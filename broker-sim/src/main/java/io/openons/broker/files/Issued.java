package io.openons.broker.files;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate and its key, made by Bouncy Castle. No other class names that library, whose signed
 * jars take 15 MiB on a class path; so a broker whose files are there never loads it.
 *
 * @param certificate the certificate, in PEM
 * @param key its key, in PEM and PKCS#8 without a password
 */
record Issued(String certificate, String key) {
  private static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);

  /** The longest life of a server certificate that every client accepts. */
  private static final Duration SERVER_LIFE = Duration.ofDays(825);

  private static final String SIGNING = "SHA256withECDSA";

  /** Makes an authority that signs itself. */
  static Issued authority() throws IOException, GeneralSecurityException {
    KeyPair pair = keyPair();
    // A name of its own, since clients tell authorities apart by their names.
    X500Name name = new X500Name("CN=OpenONS authority " + number().toString(36));
    JcaX509v3CertificateBuilder builder = builder(name, name, pair.getPublic(), AUTHORITY_LIFE);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
    return issue(builder, pair.getPrivate(), pair.getPrivate());
  }

  /**
   * Makes a server's certificate.
   *
   * @param authority the certificate of who signs
   * @param authorityKey the key of that
   * @param names host names and addresses of the server
   */
  static Issued server(X509Certificate authority, PrivateKey authorityKey, Set<String> names)
      throws IOException, GeneralSecurityException {
    KeyPair pair = keyPair();
    X500Name issuer = X500Name.getInstance(authority.getSubjectX500Principal().getEncoded());
    JcaX509v3CertificateBuilder builder =
        builder(issuer, new X500Name("CN=OpenONS broker"), pair.getPublic(), SERVER_LIFE);
    JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    builder.addExtension(
        Extension.authorityKeyIdentifier, false, ids.createAuthorityKeyIdentifier(authority));
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(names.stream().map(Issued::name).toArray(GeneralName[]::new)));
    return issue(builder, pair.getPrivate(), authorityKey);
  }

  private static GeneralName name(String text) {
    return new GeneralName(
        OwnAuthority.isAddress(text) ? GeneralName.iPAddress : GeneralName.dNSName, text);
  }

  private static KeyPair keyPair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  private static BigInteger number() {
    return new BigInteger(64, new SecureRandom()).setBit(0);
  }

  private static JcaX509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, PublicKey key, Duration life) {
    Instant now = Instant.now();
    return new JcaX509v3CertificateBuilder(
        issuer,
        number(),
        Date.from(now.minus(Duration.ofDays(1))),
        Date.from(now.plus(life)),
        subject,
        key);
  }

  private static Issued issue(
      JcaX509v3CertificateBuilder builder, PrivateKey own, PrivateKey signer)
      throws IOException, GeneralSecurityException {
    try {
      X509Certificate certificate =
          new JcaX509CertificateConverter()
              .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNING).build(signer)));
      return new Issued(pem(certificate), pem(new JcaPKCS8Generator(own, null)));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException("cannot sign by " + SIGNING + ": " + e.getMessage(), e);
    }
  }

  private static String pem(Object object) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }
}
