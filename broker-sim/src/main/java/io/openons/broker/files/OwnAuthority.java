package io.openons.broker.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
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
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small certificate authority in a folder, and the server's certificate that it signed. Clients
 * trust {@code authority.pem}, which stays when the server's names change or its certificate ends.
 */
final class OwnAuthority {
  private static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);

  /** The longest life of a server certificate that every client accepts. */
  private static final Duration SERVER_LIFE = Duration.ofDays(825);

  /** A certificate is replaced at a start when it ends earlier than this. */
  private static final Duration LEAST_LEFT = Duration.ofDays(90);

  private static final String SECRET = "rw-------";
  private static final String PUBLIC = "rw-r--r--";
  private static final String SIGNING = "SHA256withECDSA";
  private static final Logger log = LoggerFactory.getLogger(OwnAuthority.class);

  private final Path authority;
  private final Path authorityKey;
  private final Path certificate;
  private final Path key;

  OwnAuthority(Path folder) {
    this.authority = folder.resolve("authority.pem");
    this.authorityKey = folder.resolve("authority-key.pem");
    this.certificate = folder.resolve("certificate.pem");
    this.key = folder.resolve("key.pem");
  }

  /** Returns the file of the server's certificate, with the authority's behind it. */
  Path certificate() {
    return certificate;
  }

  /** Returns the file of the server's key. */
  Path key() {
    return key;
  }

  /**
   * Makes what is absent, of other names, or about to end.
   *
   * @param wanted host names and addresses of the server; those of this machine are added
   */
  void ensure(Set<String> wanted)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    Files.createDirectories(authority.getParent());
    if (Files.notExists(authority) || Files.notExists(authorityKey)) {
      makeAuthority();
    }
    X509Certificate signer = read(authority);
    Set<String> names = withOwn(wanted);
    if (!isGood(signer, names)) {
      makeServer(signer, names);
    }
  }

  private boolean isGood(X509Certificate signer, Set<String> names) throws IOException {
    if (Files.notExists(certificate) || Files.notExists(key)) {
      return false;
    }
    try {
      X509Certificate current = read(certificate);
      current.verify(signer.getPublicKey());
      return !current.getNotAfter().toInstant().isBefore(Instant.now().plus(LEAST_LEFT))
          && namesOf(current).containsAll(names);
    } catch (GeneralSecurityException e) {
      log.info("the TLS certificate {} is not the authority's and is replaced", certificate);
      return false;
    }
  }

  private void makeAuthority()
      throws IOException, GeneralSecurityException, OperatorCreationException {
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
    write(authorityKey, pem(new JcaPKCS8Generator(pair.getPrivate(), null)), SECRET);
    write(authority, pem(sign(builder, pair.getPrivate())), PUBLIC);
    log.info("made a TLS authority; clients trust {}", authority);
  }

  private void makeServer(X509Certificate signer, Set<String> names)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    KeyPair pair = keyPair();
    X500Name issuer = X500Name.getInstance(signer.getSubjectX500Principal().getEncoded());
    JcaX509v3CertificateBuilder builder =
        builder(issuer, new X500Name("CN=OpenONS broker"), pair.getPublic(), SERVER_LIFE);
    JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    builder.addExtension(
        Extension.authorityKeyIdentifier, false, ids.createAuthorityKeyIdentifier(signer));
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(names.stream().map(OwnAuthority::name).toArray(GeneralName[]::new)));
    X509Certificate made = sign(builder, readKey(authorityKey));
    write(key, pem(new JcaPKCS8Generator(pair.getPrivate(), null)), SECRET);
    // The authority's behind it, for clients that trust this file instead of the authority's.
    write(certificate, pem(made) + pem(signer), PUBLIC);
    log.info("made the TLS certificate {} for {}", certificate, names);
  }

  private static GeneralName name(String text) {
    return new GeneralName(isAddress(text) ? GeneralName.iPAddress : GeneralName.dNSName, text);
  }

  private static boolean isAddress(String text) {
    return text.indexOf(':') >= 0 || text.matches("[0-9.]+");
  }

  /** Adds the machine's own names, and its addresses in place of "all addresses". */
  private static Set<String> withOwn(Set<String> wanted) throws IOException {
    Set<String> names = new TreeSet<>();
    for (String name : wanted) {
      InetAddress address = isAddress(name) ? InetAddress.getByName(name) : null;
      if (address == null) {
        names.add(name);
      } else if (address.isAnyLocalAddress()) {
        for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
          network.getInterfaceAddresses().forEach(own -> names.add(text(own.getAddress())));
        }
      } else {
        names.add(text(address));
      }
    }
    try {
      names.add(InetAddress.getLocalHost().getHostName());
    } catch (UnknownHostException e) {
      log.info("this machine's name has no address; the TLS certificate does not name it");
    }
    return names;
  }

  private static String text(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }

  private static Set<String> namesOf(X509Certificate certificate)
      throws GeneralSecurityException, IOException {
    Set<String> names = new TreeSet<>();
    if (certificate.getSubjectAlternativeNames() != null) {
      for (List<?> name : certificate.getSubjectAlternativeNames()) {
        String text = String.valueOf(name.get(1));
        names.add(isAddress(text) ? text(InetAddress.getByName(text)) : text);
      }
    }
    return names;
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

  private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey signer)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNING).build(signer)));
  }

  private static X509Certificate read(Path file) throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static PrivateKey readKey(Path file) throws IOException {
    try (Reader reader = Files.newBufferedReader(file);
        PEMParser parser = new PEMParser(reader)) {
      if (parser.readObject() instanceof PrivateKeyInfo found) {
        return new JcaPEMKeyConverter().getPrivateKey(found);
      }
    }
    throw new IOException(
        file + " is no key in PEM and PKCS#8; delete it and authority.pem for a new authority");
  }

  private static String pem(Object object) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }

  /** Writes a file in one step. Everybody may read a certificate, nobody else a key. */
  private static void write(Path file, String content, String permissions) throws IOException {
    Set<PosixFilePermission> allowed = PosixFilePermissions.fromString(permissions);
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(temporary);
    Files.createFile(temporary, PosixFilePermissions.asFileAttribute(allowed));
    Files.writeString(temporary, content);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
