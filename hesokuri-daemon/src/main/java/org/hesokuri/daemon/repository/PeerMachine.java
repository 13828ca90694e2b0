package org.hesokuri.daemon.repository;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.daemon.ask.ShellWord;

/**
 * What a peer says of itself when it is asked by ssh: its git, its clock, and whether a folder may
 * be written there.
 *
 * @param peer the peer
 * @param login runs a command there
 */
record PeerMachine(PeerId peer, Login login) {

  /** Beyond it, nobody can compare what two machines say of the same moment. */
  private static final Duration SAME_TIME = Duration.ofMinutes(1);

  private static final Pattern GIT = Pattern.compile("(?m)^git version ([0-9][0-9A-Za-z.-]*)");
  private static final Pattern CLOCK = Pattern.compile("(?m)^([0-9]{9,11})$");

  /** Runs a command with the rights that the user has on a peer. */
  interface Login {
    /** What the command printed; nothing if the login may not run it. */
    String run(PeerId peer, String command) throws PeerFailure;
  }

  /** A clock, to compare the peer's with. */
  interface Clock {
    /** The time here. */
    Instant now();
  }

  /**
   * Asks for git and the time.
   *
   * @throws PeerFailure if it is not reached any more
   */
  List<Finding> itself(Clock clock) throws PeerFailure {
    Instant before = clock.now();
    String said = login.run(peer, "git --version; date -u +%s");
    Instant after = clock.now();
    Matcher git = GIT.matcher(said);
    if (!git.find()) {
      return List.of(
          Finding.well(
              peer
                  + " lets this machine use git only; its clock, and what may be written there, is"
                  + " not looked at"));
    }
    String version = peer + " has git " + git.group(1);
    Optional<Instant> time = time(said);
    if (time.isEmpty()) {
      return List.of(Finding.well(version + "; it does not tell its time"));
    }
    Optional<Duration> off = off(time.get(), before, after);
    return List.of(
        Finding.well(version),
        off.isEmpty()
            ? Finding.well(peer + " has the same time as this machine")
            : Finding.ill(
                peer
                    + " is "
                    + off.get().abs().toSeconds()
                    + " seconds "
                    + (off.get().isNegative() ? "behind" : "ahead of")
                    + " this machine; nothing is lost by that, but times in logs and commits do not"
                    + " compare",
                thereAsRoot("timedatectl set-ntp true") + "   # or here, if this one is wrong"));
  }

  private static Optional<Instant> time(String said) {
    Matcher clock = CLOCK.matcher(said);
    try {
      return clock.find()
          ? Optional.of(Instant.ofEpochSecond(Long.parseLong(clock.group(1))))
          : Optional.empty();
    } catch (DateTimeException | NumberFormatException nonsense) {
      return Optional.empty();
    }
  }

  /** How far it is off, if by more than can be put down to the way there and to whole seconds. */
  private static Optional<Duration> off(Instant there, Instant before, Instant after) {
    Duration ahead = Duration.between(after, there);
    Duration behind = Duration.between(before, there);
    if (ahead.compareTo(SAME_TIME) > 0) {
      return Optional.of(ahead);
    }
    return behind.compareTo(SAME_TIME.negated()) < 0 ? Optional.of(behind) : Optional.empty();
  }

  /**
   * Asks whether a repository may be written.
   *
   * @return what is wrong; empty if nothing is, or the login may not tell
   * @throws PeerFailure if it is not reached any more
   */
  Optional<Finding> about(RepoPath path) throws PeerFailure {
    String script =
        into(path)
            + " && { test -d .git && cd .git; test -w . && test -w objects && test -w refs"
            + " && echo may-write || echo may-not-write; }";
    // Whatever shell the login has.
    String said = login.run(peer, "sh -c " + quoted(script));
    if (said.lines().noneMatch("may-not-write"::equals)) {
      return Optional.empty();
    }
    return Optional.of(chown(path, "may not be written by the login there, so nothing arrives"));
  }

  /**
   * Asks whether a repository that git does not open belongs to another user, which is why git
   * refuses one.
   *
   * @return what is wrong; empty if it is something else, or the login may not tell
   * @throws PeerFailure if it is not reached any more
   */
  Optional<Finding> ofAnotherUser(RepoPath path) throws PeerFailure {
    String script =
        into(path)
            + " && { test -d .git && cd .git; test -d objects && ! test -O . && echo another; }";
    String said = login.run(peer, "sh -c " + quoted(script));
    return said.lines().anyMatch("another"::equals)
        ? Optional.of(chown(path, "belongs to another user there, so git does not open it"))
        : Optional.empty();
  }

  private Finding chown(RepoPath path, String problem) {
    return Finding.ill(
        path + " on " + peer + " " + problem, thereAsRoot("chown -R \"$(id -un)\" " + place(path)));
  }

  /**
   * What has git open a repository there that it does not open.
   *
   * @return the command line; empty if the login may not tell why, or something else is wrong
   * @throws PeerFailure if it is not reached any more
   */
  Optional<String> mendOfUnopened(RepoPath path) throws PeerFailure {
    String script =
        "command -v git >/dev/null || { echo no-git; exit; }; ( "
            + into(path)
            + " ) 2>/dev/null || echo absent";
    List<String> said = login.run(peer, "sh -c " + quoted(script)).lines().toList();
    if (said.contains("no-git")) {
      return Optional.of(thereAsRoot("apt-get install -y git"));
    }
    return said.contains("absent")
        ? Optional.of(there("git init " + place(path)))
        : Optional.empty();
  }

  /** The command line that runs another one there. */
  private String there(String command) {
    return "ssh " + ShellWord.of(peer.name()) + " " + quoted(command);
  }

  /** The same for root, with a terminal on which sudo may ask for a password. */
  private String thereAsRoot(String command) {
    return "ssh -t " + ShellWord.of(peer.name()) + " " + quoted("sudo " + command);
  }

  /** A shell turns a bare cd into the home folder, but nothing that is quoted. */
  private static String into(RepoPath path) {
    String text = path.text();
    return text.startsWith("~/") ? "cd && cd " + quoted(text.substring(2)) : "cd " + quoted(text);
  }

  private static String place(RepoPath path) {
    String text = path.text();
    return text.startsWith("~/") ? "~/" + quoted(text.substring(2)) : quoted(text);
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
