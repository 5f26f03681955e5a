package io.openons.broker.files;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.operator.OperatorCreationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate by which the broker shows itself over TLS: a given one, or one of the broker's
 * own authority, which is made or read on a thread of its own, so that neither the start nor a
 * connection of another client waits for it.
 */
public final class TlsIdentity implements AutoCloseable {
  private static final long CLOSE_SECONDS = 30;
  private static final Logger log = LoggerFactory.getLogger(TlsIdentity.class);

  private final CompletableFuture<SslContext> context = new CompletableFuture<>();
  private Thread making;

  private TlsIdentity() {}

  /**
   * Uses a given certificate chain and its key, both in PEM, the key in PKCS#8 without a password.
   *
   * @throws TlsException when they cannot be read or do not fit
   */
  public static TlsIdentity given(Path certificate, Path key) {
    TlsIdentity identity = new TlsIdentity();
    identity.context.complete(read(certificate, key));
    return identity;
  }

  /**
   * Uses a certificate of the broker's own authority, and makes what of both is absent.
   *
   * @param folder the folder of both; clients trust its file {@code authority.pem}
   * @param names host names and addresses that clients may use
   */
  public static TlsIdentity own(Path folder, Set<String> names) {
    TlsIdentity identity = new TlsIdentity();
    identity.making = new Thread(() -> identity.make(folder, names), "ons-tls");
    identity.making.setDaemon(true);
    identity.making.setPriority(Thread.MIN_PRIORITY);
    identity.making.start();
    return identity;
  }

  private void make(Path folder, Set<String> names) {
    try {
      OwnAuthority authority = new OwnAuthority(folder);
      authority.ensure(names);
      context.complete(read(authority.certificate(), authority.key()));
    } catch (IOException
        | GeneralSecurityException
        | OperatorCreationException
        | RuntimeException e) {
      log.error("TLS cannot be served: {}", e.getMessage());
      context.completeExceptionally(e);
    }
  }

  private static SslContext read(Path certificate, Path key) {
    try {
      return GrpcSslContexts.forServer(certificate.toFile(), key.toFile()).build();
    } catch (IOException | IllegalArgumentException e) {
      throw new TlsException(
          "TLS certificate %s with key %s cannot be used: %s; both must be PEM, the key PKCS#8 without a password"
              .formatted(certificate, key, e.getMessage()),
          e);
    }
  }

  /** Returns the future of the context; it fails with the reason when TLS cannot be served. */
  public CompletableFuture<SslContext> context() {
    return context;
  }

  /** Returns when the thread that makes the certificate has ended. */
  @Override
  public void close() {
    if (making == null) {
      return;
    }
    try {
      making.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
      if (making.isAlive()) {
        log.warn("the TLS certificate is not made {} s after the end", CLOSE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
