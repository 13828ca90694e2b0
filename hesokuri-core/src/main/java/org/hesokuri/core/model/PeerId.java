package org.hesokuri.core.model;

import java.util.Locale;
import java.util.Optional;

/**
 * A peer's identity: the host name, IPv4 address or ssh host alias that every machine resolves to
 * that peer.
 *
 * <p>It is a part of ref names ({@code main_hesokr_laptop}) and the host of ssh addresses, so it is
 * limited to what is harmless in both. Two identities that differ only in case are not equal here;
 * {@link Configuration} refuses them side by side.
 *
 * @param name the identity as the configuration spells it
 */
public record PeerId(String name) implements Comparable<PeerId> {

  /** Longest accepted identity in characters; a DNS name has at most 253. */
  public static final int MAX_LENGTH = 253;

  /**
   * Checks the identity.
   *
   * @param name the name
   * @throws IllegalArgumentException with a sentence for the user if the name cannot be an identity
   */
  public PeerId {
    String rejected = name;
    problemWith(name)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(
                  "the identity "
                      + Quoted.of(rejected)
                      + " "
                      + problem
                      + "; use a host name, an IPv4 address or an ssh host alias");
            });
  }

  private static Optional<String> problemWith(String name) {
    if (name.length() > MAX_LENGTH) {
      return Optional.of("is longer than " + MAX_LENGTH + " characters");
    }
    if (name.contains("/")) {
      return Optional.of("contains a slash");
    }
    if (name.contains(CopyName.SEPARATOR)) {
      return Optional.of("contains " + CopyName.SEPARATOR);
    }
    // Otherwise x from "hesokr_b" and x_hesokr from "b" would be the same ref: x_hesokr_hesokr_b.
    if (name.startsWith(CopyName.SEPARATOR.substring(1))) {
      return Optional.of("starts with " + CopyName.SEPARATOR.substring(1));
    }
    if (name.chars().anyMatch(c -> c == '"' || c == '\'' || c == '`' || c == '$' || c == '@')) {
      return Optional.of("contains a quote, $ or @");
    }
    if (name.codePoints().anyMatch(PeerId::isInvisible)) {
      return Optional.of("contains an invisible character");
    }
    return RefFormat.problemWith(name);
  }

  private static boolean isInvisible(int c) {
    int type = Character.getType(c);
    return type == Character.FORMAT || type == Character.CONTROL || Character.isSpaceChar(c);
  }

  /** The identity in the form in which two identities must not be equal. */
  String foldedCase() {
    return name.toLowerCase(Locale.ROOT);
  }

  @Override
  public int compareTo(PeerId other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
