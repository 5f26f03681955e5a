package io.openons.broker.files;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
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

  private final Context grpc = new Context(GrpcSslContexts::configure);
  private final Context http = new Context(UnaryOperator.identity());

  /** Completes when the files are there; null when a given certificate was read at once. */
  private final CompletableFuture<OwnAuthority> files;

  private final List<Thread> threads = new ArrayList<>();

  /** A context for protocols that agree on HTTP/2 inside of TLS, or do not. */
  private static final class Context {
    final CompletableFuture<SslContext> made = new CompletableFuture<>();
    final UnaryOperator<SslContextBuilder> configure;
    boolean isAsked;

    Context(UnaryOperator<SslContextBuilder> configure) {
      this.configure = configure;
    }
  }

  private TlsIdentity(CompletableFuture<OwnAuthority> files) {
    this.files = files;
  }

  /**
   * Uses a given certificate chain and its key, both in PEM, the key in PKCS#8 without a password.
   *
   * @throws TlsException when they cannot be read or do not fit
   */
  public static TlsIdentity given(Path certificate, Path key) {
    TlsIdentity identity = new TlsIdentity(null);
    identity.grpc.made.complete(read(certificate, key, identity.grpc));
    identity.http.made.complete(read(certificate, key, identity.http));
    return identity;
  }

  /**
   * Uses a certificate of the broker's own authority, and makes what of both is absent.
   *
   * @param folder the folder of both; clients trust its file {@code authority.pem}
   * @param names host names and addresses that clients may use
   */
  public static TlsIdentity own(Path folder, Set<String> names) {
    TlsIdentity identity = new TlsIdentity(new CompletableFuture<>());
    identity.inBackground(() -> identity.make(folder, names));
    return identity;
  }

  private synchronized void inBackground(Runnable work) {
    Thread thread = new Thread(work, "ons-tls");
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    threads.add(thread);
    thread.start();
  }

  private void make(Path folder, Set<String> names) {
    try {
      OwnAuthority authority = new OwnAuthority(folder);
      authority.ensure(names);
      files.complete(authority);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      log.error("TLS cannot be served: {}", e.getMessage());
      files.completeExceptionally(e);
      grpc.made.completeExceptionally(e);
      http.made.completeExceptionally(e);
    }
  }

  /**
   * Returns the future of the context; it fails with the reason when TLS cannot be served. The
   * context of our own certificate is made when this is first called, also on a thread of its own:
   * what it loads would make an idle broker half as large again.
   */
  public CompletableFuture<SslContext> context() {
    return context(grpc);
  }

  /** Returns the future of the context of ports that speak HTTP/1.1, as the other. */
  public CompletableFuture<SslContext> httpContext() {
    return context(http);
  }

  private CompletableFuture<SslContext> context(Context context) {
    synchronized (this) {
      if (files == null || context.isAsked) {
        return context.made;
      }
      context.isAsked = true;
    }
    files.thenAccept(authority -> inBackground(() -> load(authority, context)));
    return context.made;
  }

  private static void load(OwnAuthority authority, Context context) {
    try {
      context.made.complete(read(authority.certificate(), authority.key(), context));
    } catch (RuntimeException e) {
      log.error("TLS cannot be served: {}", e.getMessage());
      context.made.completeExceptionally(e);
    }
  }

  private static SslContext read(Path certificate, Path key, Context context) {
    Path file = certificate;
    try {
      X509Certificate[] chain = PemFiles.chain(certificate);
      file = key;
      PrivateKey secret = PemFiles.key(key);
      if (!PemFiles.fits(secret, chain[0])) {
        throw new InvalidKeyException("it is the key of another certificate");
      }
      return context.configure.apply(SslContextBuilder.forServer(secret, chain)).build();
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new TlsException(
          "TLS certificate %s with key %s cannot be used: %s %s; both must be PEM, the key PKCS#8 without a password"
              .formatted(certificate, key, file, FileFaults.reason(e)),
          e);
    }
  }

  /** Returns when the threads that make the certificate and its context have ended. */
  @Override
  public void close() {
    List<Thread> running;
    synchronized (this) {
      running = List.copyOf(threads);
    }
    try {
      for (Thread thread : running) {
        thread.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
        if (thread.isAlive()) {
          log.warn("the TLS certificate is not made {} s after the end", CLOSE_SECONDS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
