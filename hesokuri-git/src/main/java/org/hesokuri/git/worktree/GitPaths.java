package org.hesokuri.git.worktree;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which paths git itself refuses to write, as they would lead into a git folder or out of the
 * worktree: on Linux, or once the folder is read by a Mac or by Windows.
 */
final class GitPaths {

  private static final String STREAM = "[ .]*(:.*)?";

  private static final Pattern DOT_GIT =
      Pattern.compile("(\\.git|git~[0-9]+)" + STREAM, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** With the short names that Windows gives them. */
  private static final Pattern READ_BY_GIT =
      Pattern.compile(
          "(\\.(gitmodules|gitattributes|gitignore|mailmap)"
              + "|(gitmod|gitatt|gitign|mailma|gi7eba|gi7d29|gi250a|maba30)~[0-9]+)"
              + STREAM,
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** What a Mac takes for nothing in a name. */
  private static final Pattern INVISIBLE =
      Pattern.compile("[\\u200c-\\u200f\\u202a-\\u202e\\u206a-\\u206f\\ufeff]");

  private GitPaths() {}

  /**
   * Whether git would refuse the path.
   *
   * @param isLink whether a symbolic link is to be there
   * @param mac whether core.protectHFS is on
   * @param windows whether core.protectNTFS is on
   */
  static boolean forbid(String path, boolean isLink, boolean mac, boolean windows) {
    String seen = mac ? INVISIBLE.matcher(path).replaceAll("") : path;
    // Windows takes a backslash for a slash.
    String whole = windows ? seen.replace('\\', '/') : seen;
    String last = seen.substring(seen.lastIndexOf('/') + 1);
    return Stream.of(path.split("/", -1)).anyMatch(String::isEmpty)
        || Stream.of(whole.split("/", -1)).anyMatch(part -> isForbidden(part, windows))
        || (isLink && READ_BY_GIT.matcher(last).matches());
  }

  private static boolean isForbidden(String part, boolean windows) {
    return part.equals(".")
        || part.equals("..")
        || part.equalsIgnoreCase(".git")
        || (windows && DOT_GIT.matcher(part).matches());
  }

  /** The name of which this one is another spelling on some system. */
  static String folded(String name) {
    return INVISIBLE.matcher(name).replaceAll("").toLowerCase(Locale.ROOT).replaceAll("[ .]+$", "");
  }
}
