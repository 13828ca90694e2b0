package org.hesokuri.git.ssh;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encrypts nothing in particular, so that Java has compiled the cipher before it is needed. Java 17
 * uses the processor's own instructions for AES-GCM only in what it has compiled for good, which it
 * does after some thousand packets however large they are: of 500 MB in packets of 32 KB, the first
 * 90 MB took 1.3 seconds of a core and the rest 0.2. In small packets, the thousands cost 0.3.
 */
final class CipherPractice {

  private static final Logger LOG = LoggerFactory.getLogger(CipherPractice.class);

  /** After that many, further practice makes nothing quicker. */
  static final int ENOUGH = 8_000;

  private static final int BATCH = 50;
  private static final int PACKET = 1_024;
  private static final int LENGTH_FIELD = 4;

  /** What is compiled stays compiled as long as the process lives. */
  private static final AtomicInteger DONE = new AtomicInteger();

  private CipherPractice() {}

  /**
   * Practises on the caller's thread as long as there is something else to wait for, and no longer
   * than it is of use; some tenths of a second in the whole life of the process.
   *
   * @param idle whether there is time left
   */
  static void during(BooleanSupplier idle) {
    if (DONE.get() >= ENOUGH || !BuiltinCiphers.aes128gcm.isSupported()) {
      return;
    }
    try {
      Cipher cipher = BuiltinCiphers.aes128gcm.create();
      cipher.init(Cipher.Mode.Encrypt, new byte[cipher.getKdfSize()], new byte[cipher.getIVSize()]);
      byte[] packet = new byte[LENGTH_FIELD + PACKET + cipher.getAuthenticationTagSize()];
      while (DONE.get() < ENOUGH && idle.getAsBoolean()) {
        for (int i = 0; i < BATCH; i++) {
          cipher.updateWithAAD(packet, 0, LENGTH_FIELD, PACKET);
        }
        DONE.addAndGet(BATCH);
      }
    } catch (Exception e) {
      // Without practice a push is slower, and no less right: it must not fail for that.
      DONE.set(ENOUGH);
      LOG.debug("could not practise the cipher", e);
    }
  }

  /** How many packets were encrypted so far. */
  static int done() {
    return DONE.get();
  }
}
