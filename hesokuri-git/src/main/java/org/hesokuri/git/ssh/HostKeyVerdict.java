package org.hesokuri.git.ssh;

/**
 * What was said of a host key.
 *
 * @param answer what known_hosts says of it
 * @param host the host as known_hosts spells it: {@code beta} or {@code [beta]:2222}
 * @param fingerprint the key's SHA-256 fingerprint, as ssh shows it
 */
record HostKeyVerdict(Answer answer, String host, String fingerprint) {

  /** What known_hosts says of a key. */
  enum Answer {
    /** It lists this very key. */
    KNOWN,
    /** It lists no key of this host. */
    UNKNOWN,
    /** It lists other keys of this host, or revokes this one. */
    CHANGED
  }
}
