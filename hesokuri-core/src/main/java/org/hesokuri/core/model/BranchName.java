package org.hesokuri.core.model;

import java.util.Optional;

/**
 * The name of a branch, without {@code refs/heads/}.
 *
 * <p>Whether it names a local branch or a copy depends on the configured identities: {@link
 * Identities#classify}.
 *
 * @param text the name as Git accepts it, such as {@code feature/x}
 */
public record BranchName(String text) implements Comparable<BranchName> {

  /** Where branches live in a repository. */
  public static final String PREFIX = "refs/heads/";

  /**
   * Checks the name.
   *
   * @param text the name, without {@code refs/heads/}
   * @throws IllegalArgumentException if {@code git check-ref-format --branch} would refuse it
   */
  public BranchName {
    String rejected = text;
    RefFormat.problemWith(text)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(
                  "the branch name " + Quoted.of(rejected) + " " + problem);
            });
  }

  /**
   * The branch of that name.
   *
   * @param text a name, without {@code refs/heads/}
   * @return the branch; empty if Git would refuse the name
   */
  public static Optional<BranchName> ifValid(String text) {
    return RefFormat.problemWith(text).isEmpty()
        ? Optional.of(new BranchName(text))
        : Optional.empty();
  }

  /**
   * Reads a full ref name.
   *
   * @param ref the full name
   * @return the branch
   * @throws IllegalArgumentException if it is not a valid name below {@code refs/heads/}
   */
  public static BranchName ofRef(String ref) {
    if (!ref.startsWith(PREFIX)) {
      throw new IllegalArgumentException(Quoted.of(ref) + " is not below " + PREFIX);
    }
    return new BranchName(ref.substring(PREFIX.length()));
  }

  /** {@return the full name of the ref} */
  public String ref() {
    return PREFIX + text;
  }

  @Override
  public int compareTo(BranchName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
