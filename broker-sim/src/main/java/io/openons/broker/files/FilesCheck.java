package io.openons.broker.files;

import io.openons.broker.store.Fsck.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks at the files of this package as a start does, and changes none. */
public final class FilesCheck {
  private FilesCheck() {}

  /**
   * Returns the faults of the files that a broker starts with.
   *
   * @param dataDir its data folder, which has its own TLS files
   * @param tlsCertificate the certificate that it is given instead; null for none
   * @param tlsKey the key of that
   * @param users its users file; null for none
   * @param resources its resources file; null for none
   */
  public static List<Fault> faults(
      Path dataDir, Path tlsCertificate, Path tlsKey, Path users, Path resources) {
    List<Fault> faults = new ArrayList<>();
    if (tlsCertificate == null) {
      new OwnAuthority(dataDir.resolve("tls"))
          .faults()
          .forEach(fault -> faults.add(new Fault(fault, false)));
    } else {
      look(faults, () -> TlsIdentity.given(tlsCertificate, tlsKey).close());
    }
    if (users != null) {
      look(faults, () -> UsersFile.check(users));
    }
    if (resources != null) {
      look(faults, () -> ResourcesFile.read(resources));
    }
    return faults;
  }

  private static void look(List<Fault> faults, Runnable read) {
    try {
      read.run();
    } catch (TlsException | ConfigurationException e) {
      faults.add(new Fault(e.getMessage(), true));
    }
  }
}
