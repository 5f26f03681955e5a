package io.openons.broker.files;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.function.Supplier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate by which the broker shows itself over TLS: a given one, or a self-signed one that
 * is made when the first client asks for TLS and kept in the data folder, so that a client can
 * trust it by that file.
 */
public final class TlsIdentity implements Supplier<SslContext> {
  private static final Duration VALIDITY = Duration.ofDays(3650);
  private static final Logger log = LoggerFactory.getLogger(TlsIdentity.class);

  private final Path certificate;
  private final Path key;
  private final boolean makeIfAbsent;
  private SslContext context;

  private TlsIdentity(Path certificate, Path key, boolean makeIfAbsent) {
    this.certificate = certificate;
    this.key = key;
    this.makeIfAbsent = makeIfAbsent;
  }

  /**
   * Uses a given certificate chain and its key, both in PEM, the key in PKCS#8 without a password.
   *
   * @throws TlsException when they cannot be read or do not fit
   */
  public static TlsIdentity given(Path certificate, Path key) {
    TlsIdentity identity = new TlsIdentity(certificate, key, false);
    identity.get();
    return identity;
  }

  /** Uses the certificate in a folder, which is made at its first use if it is not there. */
  public static TlsIdentity selfSigned(Path folder) {
    return new TlsIdentity(folder.resolve("certificate.pem"), folder.resolve("key.pem"), true);
  }

  @Override
  public synchronized SslContext get() {
    if (context == null) {
      try {
        if (makeIfAbsent && Files.notExists(certificate)) {
          make();
        }
        context = GrpcSslContexts.forServer(certificate.toFile(), key.toFile()).build();
      } catch (IOException
          | GeneralSecurityException
          | OperatorCreationException
          | IllegalArgumentException e) {
        throw new TlsException(
            "TLS certificate %s with key %s cannot be used: %s; both must be PEM, the key PKCS#8 without a password"
                .formatted(certificate, key, e.getMessage()),
            e);
      }
    }
    return context;
  }

  private void make() throws IOException, GeneralSecurityException, OperatorCreationException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair pair = generator.generateKeyPair();
    Instant now = Instant.now();
    X500Name name = new X500Name("CN=openons self-signed");
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            new BigInteger(64, new SecureRandom()),
            Date.from(now.minus(Duration.ofDays(1))),
            Date.from(now.plus(VALIDITY)),
            name,
            pair.getPublic());
    GeneralName[] hosts = {
      new GeneralName(GeneralName.dNSName, "localhost"),
      new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
      new GeneralName(GeneralName.iPAddress, "::1")
    };
    builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(hosts));
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    X509Certificate made =
        new JcaX509CertificateConverter()
            .getCertificate(
                builder.build(
                    new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));

    Files.createDirectories(certificate.getParent());
    Files.deleteIfExists(key);
    Files.createFile(
        key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(key, pem(new JcaPKCS8Generator(pair.getPrivate(), null)));
    Files.writeString(certificate, pem(made));
    log.info("made a self-signed TLS certificate, {}", certificate);
  }

  private static String pem(Object object) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }
}
