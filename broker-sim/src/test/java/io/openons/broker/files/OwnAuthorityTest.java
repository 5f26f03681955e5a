package io.openons.broker.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: clients trust one file, whatever becomes of the server's names. Method: the certificates
 * that the folder has after one start and the next. A failure means: TLS clients are locked out.
 */
class OwnAuthorityTest {
  @TempDir Path folder;

  private OwnAuthority ensured(String... names) throws Exception {
    var authority = new OwnAuthority(folder);
    authority.ensure(Set.of(names));
    return authority;
  }

  private X509Certificate read(String name) throws Exception {
    try (var in = Files.newInputStream(folder.resolve(name))) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  @Test
  void the_authority_signs_a_certificate_that_is_no_authority_itself() throws Exception {
    ensured("localhost", "127.0.0.1", "broker.example");

    var server = read("certificate.pem");

    assertThatCode(() -> server.verify(read("authority.pem").getPublicKey()))
        .doesNotThrowAnyException();
    assertThat(server.getBasicConstraints()).isEqualTo(-1);
    assertThat(read("authority.pem").getBasicConstraints()).isNotNegative();
    assertThat(server.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(server.getSubjectAlternativeNames().stream().map(name -> name.get(1)).toList())
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .contains("localhost", "127.0.0.1", "broker.example");
  }

  @Test
  void the_keys_are_their_users_only() throws Exception {
    ensured("localhost");

    for (var key : List.of("key.pem", "authority-key.pem")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(key))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void a_second_start_changes_nothing() throws Exception {
    ensured("localhost");
    var before = read("certificate.pem");

    ensured("localhost");

    assertThat(read("certificate.pem")).isEqualTo(before);
  }

  @Test
  void another_name_makes_another_certificate_of_the_same_authority() throws Exception {
    ensured("localhost");
    var authority = read("authority.pem");
    var before = read("certificate.pem");

    ensured("localhost", "new.example");

    assertThat(read("authority.pem")).isEqualTo(authority);
    assertThat(read("certificate.pem")).isNotEqualTo(before);
  }

  @Test
  void the_context_is_made_on_a_thread_of_its_own_which_ends() throws Exception {
    try (var identity = TlsIdentity.own(folder, Set.of("localhost"))) {
      assertThat(identity.context().get(60, TimeUnit.SECONDS)).isNotNull();
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("ons-tls"));
  }

  @Test
  void a_key_that_is_none_is_named() throws IOException {
    Files.writeString(folder.resolve("authority.pem"), "no certificate");
    Files.writeString(folder.resolve("authority-key.pem"), "no key");
    try (var identity = TlsIdentity.own(folder, Set.of("localhost"))) {
      assertThat(identity.context()).failsWithin(60, TimeUnit.SECONDS);
    }
  }
}
