package org.hesokuri.git.worktree;

import java.io.ByteArrayOutputStream;
import org.eclipse.jgit.lib.CoreConfig.EolStreamType;

/** Turns line ends of the repository into those of the worktree, as C git does. */
enum LineEnds {
  /** As they are. */
  AS_STORED,
  /** CRLF, in what looks like text and has no CR yet. */
  CRLF_IF_TEXT,
  /** CRLF, whatever it looks like. */
  CRLF;

  static LineEnds of(EolStreamType type) {
    return switch (type) {
      case AUTO_CRLF -> CRLF_IF_TEXT;
      case TEXT_CRLF -> CRLF;
      // Conversion to LF is for what goes into the repository.
      case DIRECT, AUTO_LF, TEXT_LF -> AS_STORED;
    };
  }

  byte[] applyTo(byte[] blob) {
    return switch (this) {
      case AS_STORED -> blob;
      case CRLF_IF_TEXT -> isTextWithoutCr(blob) ? withCrlf(blob) : blob;
      case CRLF -> withCrlf(blob);
    };
  }

  private static byte[] withCrlf(byte[] blob) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(blob.length + blob.length / 16);
    for (int i = 0; i < blob.length; i++) {
      if (blob[i] == '\n' && (i == 0 || blob[i - 1] != '\r')) {
        out.write('\r');
      }
      out.write(blob[i]);
    }
    return out.toByteArray();
  }

  /** Git's own rule: no NUL, no CR, and at most one strange character in 128. */
  private static boolean isTextWithoutCr(byte[] blob) {
    long usual = 0;
    long strange = 0;
    for (byte b : blob) {
      int c = b & 0xff;
      if (c == 0 || c == '\r') {
        return false;
      }
      if (c == 0x7f || (c < ' ' && c != '\b' && c != '\t' && c != 0x1b && c != '\f' && c != '\n')) {
        strange++;
      } else if (c != '\n') {
        usual++;
      }
    }
    // A DOS end of file at the very end is usual.
    if (blob.length > 0 && blob[blob.length - 1] == 0x1a) {
      strange--;
    }
    return usual / 128 >= strange;
  }
}
