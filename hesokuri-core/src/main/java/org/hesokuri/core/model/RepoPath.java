package org.hesokuri.core.model;

/**
 * Where a repository is on one peer, as the configuration spells it.
 *
 * @param text an absolute path with {@code /} between its parts, or one that starts with {@code ~/}
 *     for the home folder of that peer; without {@code .} or {@code ..} parts, doubled slashes or a
 *     slash at its end
 */
public record RepoPath(String text) implements Comparable<RepoPath> {

  /** The longest accepted path in characters; Linux accepts 4096 bytes. */
  public static final int MAX_LENGTH = 4096;

  /**
   * Checks the path and drops doubled slashes and one at the end.
   *
   * @param text the path, absolute or with {@code ~/} at its start
   * @throws IllegalArgumentException with a sentence for the user
   */
  public RepoPath {
    if (text.length() > MAX_LENGTH) {
      throw problem(text, "is longer than " + MAX_LENGTH + " characters");
    }
    if (!text.startsWith("/") && !text.startsWith("~/")) {
      throw problem(text, "is not absolute; start it with / or ~/");
    }
    if (text.codePoints().anyMatch(RepoPath::isUnprintable)) {
      throw problem(text, "contains a control character");
    }
    text = text.replaceAll("/+", "/");
    if (text.endsWith("/")) {
      text = text.substring(0, text.length() - 1);
    }
    if (text.isEmpty() || text.equals("~")) {
      throw problem(text + "/", "is a whole disk or home folder; name a folder in it");
    }
    for (String part : text.split("/")) {
      if (part.equals(".") || part.equals("..")) {
        throw problem(text, "contains the part " + part + "; write the path without it");
      }
    }
  }

  private static boolean isUnprintable(int c) {
    return Character.getType(c) == Character.CONTROL
        || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  private static IllegalArgumentException problem(String text, String problem) {
    return new IllegalArgumentException("the path " + Quoted.of(text) + " " + problem);
  }

  /**
   * Whether this path lies inside the other one, or is the same.
   *
   * @param other the path around it
   * @return whether it does
   */
  public boolean isWithin(RepoPath other) {
    return text.equals(other.text) || text.startsWith(other.text + "/");
  }

  /**
   * This path with a {@code ~/} at its start replaced by the given absolute folder.
   *
   * @param home an absolute path
   * @return the absolute path
   */
  public RepoPath inHome(String home) {
    return text.startsWith("~/") ? new RepoPath(home + text.substring(1)) : this;
  }

  /** {@return the last part of the path, by which people know the repository} */
  public String lastPart() {
    return text.substring(text.lastIndexOf('/') + 1);
  }

  @Override
  public int compareTo(RepoPath other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
