package io.openons.broker.files;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small certificate authority in a folder, and the server's certificate that it signed. Clients
 * trust {@code authority.pem}, which stays when the server's names change or its certificate ends.
 */
final class OwnAuthority {
  /** A certificate is replaced at a start when it ends earlier than this. */
  private static final Duration LEAST_LEFT = Duration.ofDays(90);

  private static final String SECRET = "rw-------";
  private static final String PUBLIC = "rw-r--r--";
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
  void ensure(Set<String> wanted) throws IOException, GeneralSecurityException {
    String fault = authorityFault();
    if (fault != null) {
      throw new IOException(fault);
    }
    Files.createDirectories(authority.getParent());
    if (Files.notExists(authority)) {
      makeAuthority();
    }
    X509Certificate signer = read(authority);
    Set<String> names = withOwn(wanted);
    fault = serverFault(signer);
    if (fault != null) {
      log.warn("{}", fault);
    }
    if (fault != null || Files.notExists(key) || !isEnough(read(certificate), names)) {
      makeServer(signer, names);
    }
  }

  private static boolean isEnough(X509Certificate current, Set<String> names)
      throws IOException, GeneralSecurityException {
    return !current.getNotAfter().toInstant().isBefore(Instant.now().plus(LEAST_LEFT))
        && namesOf(current).containsAll(names);
  }

  /** Returns what is wrong with the files, as the next start finds it; changes nothing. */
  List<String> faults() {
    String fault = authorityFault();
    if (fault != null) {
      return List.of("TLS cannot be served: " + fault);
    }
    if (Files.exists(authority)) {
      try {
        fault = serverFault(read(authority));
      } catch (IOException | GeneralSecurityException e) {
        fault = "TLS cannot be served: " + e.getMessage();
      }
    }
    return fault == null ? List.of() : List.of(fault);
  }

  /**
   * Returns why the authority cannot be used; null when it can, or is to be made. Clients trust it,
   * so it is replaced only when an operator has deleted both of its files.
   */
  private String authorityFault() {
    // A key alone is what a crash left of a first start: nobody trusts its authority yet.
    boolean neverServed = Files.notExists(certificate) && Files.notExists(key);
    if (Files.notExists(authority) && (neverServed || Files.notExists(authorityKey))) {
      return null;
    }
    Path file = authority;
    try {
      X509Certificate signer = read(authority);
      signer.verify(signer.getPublicKey());
      file = authorityKey;
      if (PemFiles.fits(PemFiles.key(authorityKey), signer)) {
        return null;
      }
      return ownFault(file, "is the key of another certificate");
    } catch (IOException | GeneralSecurityException e) {
      return ownFault(file, FileFaults.reason(e));
    }
  }

  private String ownFault(Path file, String reason) {
    return ("%s %s; restore it from a backup, or"
            + " delete %s and %s for a new authority, which all clients have to trust")
        .formatted(file, reason, authority, authorityKey);
  }

  /**
   * Returns what is wrong with the server's certificate or key, which are made again from the
   * authority; null when both are sound, or not there yet.
   */
  private String serverFault(X509Certificate signer) throws IOException {
    if (Files.notExists(certificate) && Files.notExists(key)) {
      return null;
    }
    Path file = certificate;
    try {
      X509Certificate[] chain = PemFiles.chain(certificate);
      chain[0].verify(signer.getPublicKey());
      if (chain.length != 2 || !chain[1].equals(signer)) {
        return madeAgain(file, "does not end with the authority's");
      }
      file = key;
      if (PemFiles.fits(PemFiles.key(key), chain[0])) {
        return null;
      }
      return madeAgain(file, "is the key of another certificate");
    } catch (NoSuchFileException | GeneralSecurityException e) {
      return madeAgain(file, FileFaults.reason(e));
    } catch (IOException e) {
      throw new IOException(
          "%s %s; or delete it, and the next start makes it again from the authority"
              .formatted(file, FileFaults.reason(e)),
          e);
    }
  }

  private static String madeAgain(Path file, String reason) {
    return "%s %s; the next start makes it again from the authority".formatted(file, reason);
  }

  private void makeAuthority() throws IOException, GeneralSecurityException {
    Issued made = Issued.authority();
    write(authorityKey, made.key(), SECRET);
    write(authority, made.certificate(), PUBLIC);
    log.info("made a TLS authority; clients trust {}", authority);
  }

  private void makeServer(X509Certificate signer, Set<String> names)
      throws IOException, GeneralSecurityException {
    Issued made = Issued.server(signer, PemFiles.key(authorityKey), names);
    write(key, made.key(), SECRET);
    // The authority's behind it, for clients that trust this file instead of the authority's.
    write(certificate, made.certificate() + Files.readString(authority), PUBLIC);
    log.info("made the TLS certificate {} for {}", certificate, names);
  }

  static boolean isAddress(String text) {
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

  private static X509Certificate read(Path file) throws IOException, GeneralSecurityException {
    return PemFiles.chain(file)[0];
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
