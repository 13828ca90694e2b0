package org.hesokuri.web.address;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import org.hesokuri.core.model.RepoPath;

/**
 * The name of a source in an address: short, the same after every start, and harmless whatever the
 * path of the source holds.
 *
 * @param text the first 12 hexadecimal digits of the SHA-256 of the path on this machine, in UTF-8
 */
public record SourceId(String text) implements Comparable<SourceId> {

  private static final int DIGITS = 12;

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if it is not 12 lower-case hexadecimal digits
   */
  public SourceId {
    if (!text.matches("[0-9a-f]{" + DIGITS + "}")) {
      throw new IllegalArgumentException(
          "a source is named by " + DIGITS + " lower-case hexadecimal digits");
    }
  }

  /** The name of the source that this machine holds at the path. */
  public static SourceId of(RepoPath path) {
    String digest = Hashing.sha256().hashString(path.text(), StandardCharsets.UTF_8).toString();
    return new SourceId(digest.substring(0, DIGITS));
  }

  @Override
  public int compareTo(SourceId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
