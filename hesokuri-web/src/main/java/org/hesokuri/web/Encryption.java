package org.hesokuri.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the page is encrypted with: a certificate and its private key, read again some minutes after
 * their files were renewed. Renewed files that cannot be used leave the old keys in use, and a line
 * in the log. Safe for use by several threads.
 */
public final class Encryption {

  private static final Logger log = LoggerFactory.getLogger(Encryption.class);

  private static final long LOOK_AGAIN_MINUTES = 10;

  /** The store is in memory only; it has one because the interface asks for one. */
  private static final String NO_SECRET = "in-memory";

  /** When the two files were written. */
  private record Written(FileTime certificate, FileTime key) {

    static Written now(TlsFiles files) throws IOException {
      return new Written(
          Files.getLastModifiedTime(files.certificate()), Files.getLastModifiedTime(files.key()));
    }
  }

  private final TlsFiles files;
  private final SslContextFactory.Server factory = new SslContextFactory.Server();
  private Written written;

  /**
   * Reads the files.
   *
   * @param certificate the certificate in PEM, followed by those that it is signed with, if any
   * @param key its private key in PEM, in PKCS #8 and without a passphrase ({@code BEGIN PRIVATE
   *     KEY})
   * @throws UnusableCertificate if they cannot be used
   */
  public static Encryption with(Path certificate, Path key) throws UnusableCertificate {
    return new Encryption(new TlsFiles(certificate, key));
  }

  private Encryption(TlsFiles files) throws UnusableCertificate {
    this.files = files;
    try {
      // Before the files: what is written in between is read again.
      this.written = Written.now(files);
    } catch (IOException e) {
      throw new UnusableCertificate(files.certificate(), "it cannot be read", e);
    }
    use(factory, TlsKeys.read(files));
  }

  private static void use(SslContextFactory factory, TlsKeys keys) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "hesokuri",
          keys.key(),
          NO_SECRET.toCharArray(),
          keys.chain().toArray(X509Certificate[]::new));
      factory.setKeyStore(store);
      factory.setKeyStorePassword(NO_SECRET);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has such a store", e);
    }
  }

  /** What encrypts connections. */
  SslContextFactory.Server factory() {
    return factory;
  }

  /** Reads the files again if they were renewed. */
  synchronized void renew() {
    try {
      Written newest = Written.now(files);
      if (!newest.equals(written)) {
        TlsKeys keys = TlsKeys.read(files);
        factory.reload(changed -> use(changed, keys));
        written = newest;
        log.info("the web page's certificate was renewed");
      }
    } catch (Exception e) {
      // The interface of reload says no more.
      log.warn("the web page keeps its certificate: {}", String.valueOf(e.getMessage()));
    }
  }

  /** Looks at the files now and then, for as long as a server runs. */
  AbstractLifeCycle watch(Scheduler scheduler) {
    return new AbstractLifeCycle() {
      @Override
      protected void doStart() {
        again();
      }

      private void again() {
        scheduler.schedule(
            () -> {
              if (isRunning() || isStarting()) {
                renew();
                again();
              }
            },
            LOOK_AGAIN_MINUTES,
            TimeUnit.MINUTES);
      }
    };
  }
}
