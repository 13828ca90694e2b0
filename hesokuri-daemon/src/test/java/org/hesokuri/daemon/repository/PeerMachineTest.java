package org.hesokuri.daemon.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a peer says of itself, and what is made of it. */
final class PeerMachineTest {

  private static final PeerId DESK = new PeerId("desk");
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir private Path folder;

  /** Asks a peer that answers this, five seconds after it was asked. */
  private static List<Finding> itself(String said) throws PeerFailure {
    Deque<Instant> clock = new ArrayDeque<>(List.of(NOON, NOON.plusSeconds(5)));
    return new PeerMachine(DESK, (peer, command) -> said).itself(clock::remove);
  }

  private static String at(Instant time) {
    return "git version 2.39.5\n" + time.getEpochSecond() + "\n";
  }

  @Test
  void hasAGitAndATime() throws PeerFailure {
    assertThat(itself("Welcome!\n" + at(NOON.plusSeconds(3))))
        .containsExactly(
            Finding.well("desk has git 2.39.5"),
            Finding.well("desk has the same time as this machine"));
    assertThat(itself(at(NOON.minusSeconds(60)))).allMatch(Finding::healthy);
    assertThat(itself(at(NOON.plusSeconds(65)))).allMatch(Finding::healthy);
  }

  @Test
  void isTwoMinutesOffOneWayOrTheOther() throws PeerFailure {
    Finding ahead = itself(at(NOON.plusSeconds(125))).get(1);
    assertThat(ahead.healthy()).isFalse();
    assertThat(ahead.text()).startsWith("desk is 120 seconds ahead of this machine");
    assertThat(ahead.mend())
        .hasValue("ssh -t desk 'sudo timedatectl set-ntp true'   # or here, if this one is wrong");
    assertThat(itself(at(NOON.minusSeconds(120))).get(1).text())
        .startsWith("desk is 120 seconds behind this machine");
    assertThat(itself(at(NOON.plusSeconds(66))).get(1).healthy()).isFalse();
    assertThat(itself(at(NOON.minusSeconds(61))).get(1).healthy()).isFalse();
  }

  @Test
  void mayLetUseGitOnlyOrTellNoTime() throws PeerFailure {
    Finding gitOnly = itself("").get(0);
    assertThat(gitOnly.healthy()).isTrue();
    assertThat(gitOnly.text()).startsWith("desk lets this machine use git only");
    assertThat(itself("git version 2.47.1.windows.1\ncommand not found\n"))
        .containsExactly(Finding.well("desk has git 2.47.1.windows.1; it does not tell its time"));
    assertThat(itself("git version 2\n99999999999\n")).hasSize(2);
  }

  /** A peer whose home folder is here, asked by a real shell. */
  private String inShell(PeerId peer, String command) {
    try {
      ProcessBuilder builder = new ProcessBuilder("sh", "-c", command);
      builder.environment().put("HOME", folder.toString());
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
      Process shell = builder.start();
      return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertMayBeWritten(RepoPath path) throws PeerFailure {
    List<String> said = new ArrayList<>();
    PeerMachine desk =
        new PeerMachine(
            DESK,
            (peer, command) -> {
              said.add(inShell(peer, command));
              return said.get(0);
            });
    assertThat(desk.about(path)).isEmpty();
    assertThat(said).containsExactly("may-write\n");
  }

  @Test
  void mayBeWritten() throws Exception {
    Path bare = Files.createDirectories(folder.resolve("it's \"bare\" $(exit)"));
    Files.createDirectories(bare.resolve("objects"));
    Files.createDirectories(bare.resolve("refs"));
    Path worktree = Files.createDirectories(folder.resolve("w/.git/objects"));
    Files.createDirectories(worktree.resolveSibling("refs"));
    assertMayBeWritten(new RepoPath(bare.toString()));
    assertMayBeWritten(new RepoPath("~/" + bare.getFileName()));
    assertMayBeWritten(new RepoPath("~/w"));
  }

  @Test
  void belongsToAnotherUser() throws Exception {
    RepoPath path = new RepoPath("~/it's");
    // .ci/two-machines has a real one; only root may give a folder away.
    PeerMachine desk = new PeerMachine(DESK, (peer, command) -> "Welcome!\nanother\n");
    assertThat(desk.ofAnotherUser(path))
        .hasValueSatisfying(
            found -> {
              assertThat(found.healthy()).isFalse();
              assertThat(found.text()).startsWith("~/it's on desk belongs to another user there");
              assertThat(found.mend())
                  .hasValueSatisfying(line -> assertThat(line).contains("sudo chown -R"));
            });
  }

  @Test
  void isNotOpenedForAnotherReasonThanItsOwner() throws Exception {
    PeerMachine desk = new PeerMachine(DESK, this::inShell);
    assertThat(desk.ofAnotherUser(new RepoPath("~/absent"))).isEmpty();
    Files.createDirectories(folder.resolve("empty"));
    assertThat(desk.ofAnotherUser(new RepoPath("~/empty"))).isEmpty();
    Files.createDirectories(folder.resolve("damaged/.git/objects"));
    assertThat(desk.ofAnotherUser(new RepoPath("~/damaged"))).isEmpty();
  }

  @Test
  void isOpenedByGitOnceSomethingIsThere() throws Exception {
    PeerMachine desk = new PeerMachine(DESK, this::inShell);
    assertThat(desk.mendOfUnopened(new RepoPath("~/absent")))
        .hasValue("ssh desk 'git init ~/'\\''absent'\\'''");
    Files.createDirectories(folder.resolve("empty"));
    assertThat(desk.mendOfUnopened(new RepoPath("~/empty"))).isEmpty();
    PeerMachine without = new PeerMachine(DESK, (peer, command) -> "no-git\n");
    assertThat(without.mendOfUnopened(new RepoPath("/a")))
        .hasValue("ssh -t desk 'sudo apt-get install -y git'");
  }

  @Test
  void mayNotBeWritten() throws Exception {
    // Whoever is root may write everywhere, but not what is not there.
    Path bare = Files.createDirectories(folder.resolve("it's"));
    PeerMachine desk = new PeerMachine(DESK, this::inShell);
    Optional<Finding> found = desk.about(new RepoPath("~/" + bare.getFileName()));
    assertThat(found).isPresent();
    assertThat(found.get().healthy()).isFalse();
    assertThat(found.get().text())
        .startsWith("~/it's on desk may not be written by the login there, so nothing arrives");
    assertThat(found.get().mend())
        .hasValueSatisfying(
            line -> assertThat(line).startsWith("ssh -t desk 'sudo chown -R \"$(id -un)\" ~/"));
    assertThat(new PeerMachine(DESK, (peer, command) -> "").about(new RepoPath("/a"))).isEmpty();
  }
}
