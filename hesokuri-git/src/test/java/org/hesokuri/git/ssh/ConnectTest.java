package org.hesokuri.git.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.hesokuri.git.ssh.Scene.branch;
import static org.hesokuri.git.ssh.Scene.creating;
import static org.hesokuri.git.ssh.Scene.git;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.hesokuri.core.git.PeerConnection;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.git.PeerFailure.Kind;
import org.hesokuri.core.git.Push;
import org.hesokuri.core.git.PushResult;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.testing.Await;
import org.hesokuri.git.testing.RealSshd;
import org.hesokuri.git.testing.SshAgent;
import org.hesokuri.git.testing.SshUser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectTest {

  @TempDir Path folder;
  private Scene scene;

  @BeforeEach
  void setUp() throws Exception {
    scene = new Scene(folder);
  }

  @AfterEach
  void tearDown() {
    scene.close();
  }

  @Test
  void aCommandIsRunThere() throws Exception {
    PeerId beta = new PeerId("beta");
    assertThat(scene.peers.run(beta, "echo hello; echo aside >&2; exit 3")).isEqualTo("hello\n");
  }

  @Test
  void aCommandThatDoesNotEndIsCut() throws Exception {
    PeerId beta = new PeerId("beta");
    assertThat(scene.peers.run(beta, "echo first")).isEqualTo("first\n");
    scene.allow(
        new SshTimes(
            RealSshd.PATIENT.connect(),
            Scene.HASTY.advertisement(),
            RealSshd.PATIENT.idle(),
            RealSshd.PATIENT.answer()));
    assertThatThrownBy(() -> scene.peers.run(beta, "echo begun; exec sleep 600"))
        .isInstanceOf(PeerFailure.class)
        .hasMessageContaining("did not end a command");
    scene.allow(RealSshd.PATIENT);
    assertThat(scene.peers.run(beta, "echo again")).isEqualTo("again\n");
  }

  @Test
  void aFolderThatIsNoRepositoryIsTold() throws Exception {
    PeerFailure failure = failure(scene.peers, "beta", folder.resolve("absent"));
    assertThat(failure.kind()).isEqualTo(Kind.NO_REPOSITORY);
    assertThat(failure).hasMessageContaining("absent").hasMessageContaining("beta");
    Path empty = Files.createDirectories(folder.resolve("empty"));
    assertThat(failure(scene.peers, "beta", empty).kind()).isEqualTo(Kind.NO_REPOSITORY);
  }

  @Test
  void aPeerWithoutGitIsTold() throws Exception {
    try (RealSshd gitless = RealSshd.start(folder.resolve("gitless"), "SetEnv PATH=/nowhere")) {
      scene.user.canReach("gitless", gitless);
      PeerFailure failure = failure(scene.peers, "gitless", scene.theirs);
      assertThat(failure.kind()).isEqualTo(Kind.NO_REPOSITORY);
      assertThat(failure).hasMessageContaining("no git-receive-pack");
    }
  }

  @Test
  void anUnknownHostKeyIsRefusedToldAndNotWrittenDown() throws Exception {
    for (String checking : List.of("ask", "no", "accept-new")) {
      SshUser stranger = SshUser.in(folder.resolve("stranger-" + checking));
      scene.sshd.authorize(stranger.key().resolveSibling("id_ed25519.pub"));
      stranger.findsAt(
          "beta", scene.sshd.host(), scene.sshd.port(), "StrictHostKeyChecking " + checking);
      try (SshPeers peers = Scene.peersOf(stranger)) {
        PeerFailure failure = failure(peers, "beta", scene.theirs);
        assertThat(failure.kind()).as(checking).isEqualTo(Kind.HOST_KEY_UNKNOWN);
        assertThat(failure)
            .hasMessageContaining("`ssh beta` once by hand")
            .hasMessageContaining("SHA256:");
      }
      assertThat(stranger.knownHosts()).doesNotExist();
    }
    assertThat(scene.sshd.logins()).isZero();
  }

  @Test
  void aChangedHostKeyIsRefusedAndToldWithTheWayOut() throws Exception {
    scene.sshd.stop();
    scene.sshd.replaceHostKey();
    scene.sshd.startAgain();
    String before = Files.readString(scene.user.knownHosts());

    PeerFailure failure = failure(scene.peers, "beta", scene.theirs);

    assertThat(failure.kind()).isEqualTo(Kind.HOST_KEY_CHANGED);
    assertThat(failure)
        .hasMessageContaining(
            "ssh-keygen -R '[" + scene.sshd.host() + "]:" + scene.sshd.port() + "'");
    assertThat(failure.changedKeyOf()).hasValue("[" + scene.sshd.host() + "]:" + scene.sshd.port());
    assertThat(Files.readString(scene.user.knownHosts())).isEqualTo(before);
  }

  @Test
  void aHashedKnownHostsFileCounts() throws Exception {
    SshUser user = scene.user;
    user.hashKnownHosts();
    assertThat(Files.readString(user.knownHosts())).startsWith("|1|");
    scene.connect().close();
  }

  @Test
  void aHostKeyIsKnownByTheAliasThatTheUserGaveIt() throws Exception {
    try (RealSshd hidden = RealSshd.start(folder.resolve("hidden"))) {
      SshUser user = SshUser.in(folder.resolve("other"));
      user.canReach("beta", scene.sshd).canReach("direct", hidden, "HostKeyAlias cellar");
      user.canReach("far", hidden, "HostKeyAlias cellar", "ProxyJump beta");
      try (SshPeers peers = Scene.peersOf(user)) {
        PeerFailure failure = failure(peers, "direct", scene.theirs);
        assertThat(failure.kind()).isEqualTo(Kind.HOST_KEY_UNKNOWN);
        assertThat(failure).hasMessageStartingWith("the key of direct (");

        user.knows(hidden, "cellar");
        RepoPath theirs = new RepoPath(scene.theirs.toString());
        peers.connect(scene.local, new PeerId("direct"), theirs).close();
        peers.connect(scene.local, new PeerId("far"), theirs).close();

        hidden.stop();
        hidden.replaceHostKey();
        hidden.startAgain();
        assertThat(failure(peers, "direct", scene.theirs))
            .hasMessageContaining("ssh-keygen -R 'cellar'");
      }
    }
  }

  @Test
  void aPeerWithOtherCiphersThanTheQuickOnesIsMet() throws Exception {
    for (String cipher : List.of("chacha20-poly1305@openssh.com", "aes256-ctr")) {
      try (RealSshd picky =
          RealSshd.start(folder.resolve("picky-" + cipher), "Ciphers " + cipher)) {
        scene.user.canReach(cipher.substring(0, 3), picky);
        meet(cipher.substring(0, 3));
      }
    }
  }

  private void meet(String peer) throws PeerFailure {
    RepoPath theirs = new RepoPath(scene.theirs.toString());
    scene.peers.connect(scene.local, new PeerId(peer), theirs).close();
  }

  @Test
  void theUsersChoiceOfCiphersCounts() throws Exception {
    try (RealSshd picky =
        RealSshd.start(folder.resolve("picky"), "Ciphers aes128-gcm@openssh.com")) {
      scene.user.canReach("picky", picky);
      meet("picky");
      SshUser other = SshUser.in(folder.resolve("other"));
      picky.authorize(other.key().resolveSibling("id_ed25519.pub"));
      other.knows(picky).findsAt("picky", picky.host(), picky.port(), "Ciphers aes256-ctr");
      try (SshPeers peers = Scene.peersOf(other)) {
        assertThat(failure(peers, "picky", scene.theirs).kind()).isEqualTo(Kind.BROKEN);
      }
    }
  }

  /** The line of authorized_keys that docs/security.md advises. */
  @Test
  void aPeerThatLetsOurKeyUseGitOnlyIsMetAndRunsNothingElse() throws Exception {
    try (RealSshd careful = RealSshd.start(folder.resolve("careful"))) {
      SshUser other = SshUser.in(folder.resolve("other"));
      careful.authorize(
          other.key().resolveSibling("id_ed25519.pub"),
          "restrict,command=\"git-shell -c \\\"$SSH_ORIGINAL_COMMAND\\\"\"");
      other.knows(careful).findsAt("careful", careful.host(), careful.port());
      try (SshPeers peers = Scene.peersOf(other)) {
        RepoPath theirs = new RepoPath(scene.theirs.toString());
        peers.connect(scene.local, new PeerId("careful"), theirs).close();
        assertThat(peers.run(new PeerId("careful"), "id")).isEmpty();
      }
      Process shell = ssh(other, "careful", "id").redirectErrorStream(true).start();
      String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(shell.waitFor()).as(said).isNotZero();
      assertThat(said).contains("unrecognized command 'id'").doesNotContain("uid=");
    }
  }

  private static ProcessBuilder ssh(SshUser user, String peer, String command) {
    return new ProcessBuilder(
        "ssh",
        "-F",
        user.sshFolder().resolve("config").toString(),
        "-i",
        user.key().toString(),
        "-o",
        "IdentitiesOnly=yes",
        "-o",
        "BatchMode=yes",
        "-o",
        "UserKnownHostsFile=" + user.knownHosts(),
        peer,
        command);
  }

  @Test
  void aPeerThatKnowsNoneOfOurKeysIsTold() throws Exception {
    SshUser stranger = SshUser.in(folder.resolve("stranger"));
    stranger.knows(scene.sshd).findsAt("beta", scene.sshd.host(), scene.sshd.port());
    try (SshPeers peers = Scene.peersOf(stranger)) {
      PeerFailure failure = failure(peers, "beta", scene.theirs);
      assertThat(failure.kind()).isEqualTo(Kind.LOGIN_REFUSED);
      assertThat(failure).hasMessageContaining("none of your keys");
    }
  }

  @Test
  void aPeerThatIsTiredOfOurKeysRefusesTheLogin() throws Exception {
    try (RealSshd strict = RealSshd.start(folder.resolve("strict"), "MaxAuthTries 1")) {
      SshUser stranger = SshUser.in(folder.resolve("stranger"));
      stranger.anotherKey("other");
      stranger
          .knows(strict)
          .findsAt("beta", strict.host(), strict.port(), "IdentityFile ~/.ssh/other");
      try (SshPeers peers = Scene.peersOf(stranger)) {
        assertThat(failure(peers, "beta", scene.theirs).kind()).isEqualTo(Kind.LOGIN_REFUSED);
      }
    }
  }

  @Test
  void aKeyWithAPassphraseAsksNobody() throws Exception {
    SshUser careful = SshUser.in(folder.resolve("careful"), "secret");
    careful.canReach("beta", scene.sshd);
    try (SshPeers peers = Scene.peersOf(careful)) {
      PeerFailure failure = failure(peers, "beta", scene.theirs);
      assertThat(failure.kind()).isEqualTo(Kind.LOGIN_REFUSED);
      assertThat(failure).hasMessageContaining("agent").hasMessageNotContaining("secret");
    }
  }

  @Test
  void aKeyWithAPassphraseIsUsedThroughTheAgent() throws Exception {
    SshUser careful = SshUser.in(folder.resolve("careful"), "secret");
    try (SshAgent agent = SshAgent.start(folder.resolve("agent"))) {
      agent.add(careful.key(), "secret");
      careful.canReach("beta", scene.sshd, "IdentityAgent " + agent.socket());
      try (SshPeers peers = Scene.peersOf(careful)) {
        peers.connect(scene.local, Scene.BETA, new RepoPath(scene.theirs.toString())).close();
      }
    }
    assertThat(scene.sshd.logins()).isEqualTo(1);
  }

  @Test
  void anIdentityFileOfTheConfigurationIsUsed() throws Exception {
    SshUser user = SshUser.in(folder.resolve("two-keys"));
    user.anotherKey("special");
    scene.sshd.authorize(user.sshFolder().resolve("special.pub"));
    user.knows(scene.sshd)
        .findsAt(
            "beta",
            scene.sshd.host(),
            scene.sshd.port(),
            "IdentityFile ~/.ssh/special",
            "IdentitiesOnly yes");
    try (SshPeers peers = Scene.peersOf(user)) {
      peers.connect(scene.local, Scene.BETA, new RepoPath(scene.theirs.toString())).close();
    }
  }

  @Test
  void aPortAtWhichNothingListensIsUnreachable() throws Exception {
    scene.sshd.stop();
    PeerFailure failure = failure(scene.peers, "beta", scene.theirs);
    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure)
        .hasMessage(
            "beta (127.0.0.1, port "
                + scene.sshd.port()
                + ") refused the connection; is its ssh server running?");
  }

  @Test
  void aNameThatDoesNotResolveIsUnreachable() throws Exception {
    PeerFailure failure = failure(scene.peers, "no-such-host.invalid", scene.theirs);
    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure).hasMessageContaining("does not resolve");
  }

  @Test
  void aHostThatAcceptsAndSaysNothingTimesOut() throws Exception {
    try (ServerSocket blackHole = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
      scene.user.findsAt("hole", "127.0.0.1", blackHole.getLocalPort());
      // What only the first of all connections takes is not what times out here.
      scene.connect().close();
      scene.allow(
          new SshTimes(
              Duration.ofSeconds(3),
              RealSshd.PATIENT.advertisement(),
              RealSshd.PATIENT.idle(),
              RealSshd.PATIENT.answer()));
      PeerFailure failure = Await.end(() -> failure(scene.peers, "hole", scene.theirs));
      assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
      // What it waited for is the limit for that, not the longer one of another step.
      assertThat(failure).hasMessageContaining("within 3 s");
    }
  }

  @Test
  void aHostThatHangsUpAtOnceIsNotReached() throws Exception {
    try (ServerSocket rude = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
      Thread hangUp =
          new Thread(
              () -> {
                try {
                  rude.accept().close();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      hangUp.start();
      scene.user.findsAt("rude", "127.0.0.1", rude.getLocalPort());
      PeerFailure failure = failure(scene.peers, "rude", scene.theirs);
      assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
      hangUp.join();
    }
  }

  @Test
  void reachesAPeerThroughAnother() throws Exception {
    try (RealSshd hidden = RealSshd.start(folder.resolve("hidden"))) {
      scene.user.canReach("hidden", hidden, "ProxyJump beta");
      PeerId peer = new PeerId("hidden");
      scene.peers.connect(scene.local, peer, new RepoPath(scene.theirs.toString())).close();
      assertThat(scene.sshd.logins()).isEqualTo(1);
      assertThat(hidden.logins()).isEqualTo(1);
    }
  }

  @Test
  void tellsWhoseKeyIsUnknownOnTheWay() throws Exception {
    try (RealSshd hidden = RealSshd.start(folder.resolve("hidden"))) {
      SshUser user = SshUser.in(folder.resolve("jumper"));
      user.canReach("hidden", hidden, "ProxyJump beta");
      user.findsAt("beta", scene.sshd.host(), scene.sshd.port());
      try (SshPeers peers = Scene.peersOf(user)) {
        PeerFailure failure = failure(peers, "hidden", scene.theirs);
        assertThat(failure.kind()).isEqualTo(Kind.HOST_KEY_UNKNOWN);
        assertThat(failure)
            .hasMessageContaining(":" + scene.sshd.port() + ", on the way to hidden");
      }
    }
  }

  @Test
  void aPeerWhoseShellChattersIsToldAtOnce() throws Exception {
    Path programs = Files.createDirectories(folder.resolve("programs"));
    Path chatty = programs.resolve("git-receive-pack");
    Files.writeString(chatty, "#!/bin/sh\necho Welcome to beta\nexec sleep 1000\n");
    assertThat(chatty.toFile().setExecutable(true)).isTrue();
    try (RealSshd sshd =
        RealSshd.start(folder.resolve("chatty"), "SetEnv PATH=" + programs + ":/usr/bin:/bin")) {
      scene.user.canReach("chatty", sshd);
      PeerFailure failure = failure(scene.peers, "chatty", scene.theirs);
      assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
      assertThat(failure).hasMessageContaining("Welc").hasMessageContaining("must print nothing");
    }
  }

  @Test
  void afterTheEndNothingIsReached() throws Exception {
    scene.peers.close();
    assertThat(failure(scene.peers, "beta", scene.theirs).kind()).isEqualTo(Kind.BROKEN);
  }

  @Test
  void aPathInTheHomeFolderIsThePeersHome() throws Exception {
    Path theirs = Files.createDirectories(scene.sshd.home().resolve("work/src"));
    git(theirs, "init", "-q", "--bare");
    Push push = creating("x", scene.commit("one"));
    try (PeerConnection connection =
        scene.peers.connect(scene.local, Scene.BETA, new RepoPath("~/work/src"))) {
      assertThat(connection.push(ImmutableList.of(push)).get(push))
          .isEqualTo(new PushResult.Accepted());
    }
    assertThat(Scene.tip(theirs, "x")).isEqualTo(push.tip());
  }

  @Test
  void aPathIsAPathWhateverItLooksLike() throws Exception {
    List<String> names =
        List.of(
            "a b",
            "it's",
            "\"q\"",
            "$(touch " + "pwned)",
            "`touch pwned`",
            "; touch pwned",
            "&& touch pwned",
            "--upload-pack=x",
            "~root",
            "*",
            "ünï",
            "\\",
            "!x",
            "%41%2f");
    for (String name : names) {
      Path theirs = Files.createDirectories(folder.resolve("paths").resolve(name));
      git(theirs, "init", "-q", "--bare");
      git(
          theirs,
          "update-ref",
          "refs/heads/here",
          git(
                  theirs,
                  "commit-tree",
                  "-m",
                  "x",
                  git(theirs, "hash-object", "-w", "-t", "tree", "/dev/null").strip())
              .strip());
      try (PeerConnection connection = scene.connect(theirs)) {
        assertThat(connection.advertised().branches()).as(name).containsOnlyKeys(branch("here"));
      }
    }
    assertThat(scene.sshd.home().resolve("pwned")).doesNotExist();
    assertThat(Path.of(System.getProperty("user.home"), "pwned")).doesNotExist();
  }

  @Test
  void refsThatAreNoBranchesAreNotAdvertised() throws Exception {
    String tip = scene.commit("one").hex();
    scene.push(creating("x", new CommitHash(tip)));
    git(scene.theirs, "update-ref", "refs/tags/v1", tip);
    git(scene.theirs, "update-ref", "refs/hesokuri/kept/x/" + tip, tip);
    try (PeerConnection connection = scene.connect()) {
      assertThat(connection.advertised().branches()).containsOnlyKeys(branch("x"));
    }
  }

  private PeerFailure failure(SshPeers peers, String peer, Path path) {
    PeerFailure failure =
        catchThrowableOfType(
            PeerFailure.class,
            () -> peers.connect(scene.local, new PeerId(peer), new RepoPath(path.toString())));
    assertThat(failure).isNotNull();
    assertThat(failure.getMessage()).doesNotContain("\n", "Exception", "org.");
    return failure;
  }
}
