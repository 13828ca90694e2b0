package org.hesokuri.git.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hesokuri.git.ssh.Scene.advancing;
import static org.hesokuri.git.ssh.Scene.creating;
import static org.hesokuri.git.ssh.Scene.git;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.hesokuri.core.git.PeerConnection;
import org.hesokuri.core.git.Push;
import org.hesokuri.core.git.PushResult;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.git.program.CGit;
import org.hesokuri.git.testing.RealSshd;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A large repository is packed by C git for a peer that has none of it. */
@Tag("slow")
class LargePackTest {

  private static final int LARGE = 17 << 20;
  private static final String PATH = System.getenv("PATH");
  private static final String PACKS = ".git/objects/pack";

  /** The repository in which the large file was packed once for all tests. */
  @TempDir static Path large;

  private static String largeFile;

  @TempDir Path folder;
  private Scene scene;
  private Path programs;
  private Path calls;

  /** As it is random, to compress it would only take time. */
  @BeforeAll
  static void packsTheLargeFile() throws IOException {
    byte[] content = new byte[LARGE];
    new Random(1).nextBytes(content);
    Files.write(large.resolve("large"), content);
    git(large, "init", "-q");
    git(large, "config", "core.compression", "0");
    git(large, "add", "large");
    git(large, "commit", "-q", "-m", "large");
    git(large, "repack", "-a", "-d", "-q");
    largeFile = git(large, "rev-parse", "HEAD:large");
  }

  @BeforeEach
  void setUp() throws Exception {
    scene = new Scene(folder);
    programs = Files.createDirectory(folder.resolve("programs"));
    calls = folder.resolve("calls");
  }

  @AfterEach
  void tearDown() {
    scene.close();
  }

  @Test
  void goesWholeToAnEmptyPeer() throws Exception {
    gitIs("exec " + realGit() + " \"$@\"");
    CommitHash tip = commitLargeFile();

    assertThat(push(creating("main_hesokr_me", tip))).isEqualTo(new PushResult.Accepted());

    assertThat(calls).content().contains("pack-objects");
    assertThat(scene.refsOfTheirs()).containsEntry("refs/heads/main_hesokr_me", tip.hex());
    git(scene.theirs, "fsck", "--strict");
  }

  @Test
  void isPackedWithoutCGitForAPeerThatHasSomeOfIt() throws Exception {
    gitIs("exec " + realGit() + " \"$@\"");
    CommitHash small = scene.commit("small");
    assertThat(push(creating("main_hesokr_me", small))).isEqualTo(new PushResult.Accepted());
    CommitHash tip = commitLargeFile();

    assertThat(push(advancing("main_hesokr_me", small, tip))).isEqualTo(new PushResult.Accepted());

    assertThat(calls).doesNotExist();
  }

  @Test
  void isNotHeldUpByAGitThatHasMuchToSay() throws Exception {
    gitIs("yes 'warning: again' | head -n 20000 >&2; exec " + realGit() + " \"$@\"");
    CommitHash tip = commitLargeFile();
    assertThat(push(creating("main_hesokr_me", tip))).isEqualTo(new PushResult.Accepted());
  }

  @Test
  void goesWhereGitIsNotInstalled() throws Exception {
    CommitHash tip = commitLargeFile();
    assertThat(push(creating("main_hesokr_me", tip))).isEqualTo(new PushResult.Accepted());
    git(scene.theirs, "fsck", "--strict");
  }

  @Test
  void goesWhereGitRefusesToReadTheRepository() throws Exception {
    gitIs("echo 'fatal: dubious ownership' >&2; exit 128");
    CommitHash tip = commitLargeFile();
    assertThat(push(creating("main_hesokr_me", tip))).isEqualTo(new PushResult.Accepted());
    assertThat(calls).exists();
  }

  @Test
  void changesNothingThereWhereGitBreaksOff() throws Exception {
    gitIs(realGit() + " \"$@\" | head -c 5000000; echo 'fatal: the disk is broken' >&2; exit 128");
    CommitHash tip = commitLargeFile();

    PushResult result = push(creating("main_hesokr_me", tip));

    assertThat(result).isInstanceOf(PushResult.Refused.class);
    assertThat(((PushResult.Refused) result).why())
        .contains("the disk is broken", "git fsck", tip.abbreviated());
    assertThat(scene.refsOfTheirs()).isEmpty();
  }

  @Test
  void whatIsDamagedHereChangesNothingThere() throws Exception {
    gitIs("exec " + realGit() + " \"$@\"");
    CommitHash tip = commitLargeFile();
    Path pack =
        filesOf(scene.mine.resolve(PACKS)).stream()
            .filter(file -> file.toString().endsWith(".pack"))
            .findFirst()
            .orElseThrow();
    byte[] content = Files.readAllBytes(pack);
    content[content.length / 2] ^= 1;
    assertThat(pack.toFile().setWritable(true)).isTrue();
    Files.write(pack, content);

    PushResult result = push(creating("main_hesokr_me", tip));

    assertThat(result).isInstanceOf(PushResult.Refused.class);
    assertThat(((PushResult.Refused) result).why()).contains("git fsck");
    assertThat(scene.refsOfTheirs()).isEmpty();
  }

  private PushResult push(Push push) throws Exception {
    CGit git = new CGit(Map.of("PATH", programs.toString(), "HOME", folder.toString()));
    try (SshPeers peers = new SshPeers(scene.user.home(), RealSshd.PATIENT, git);
        PeerConnection connection =
            peers.connect(scene.local, Scene.BETA, new RepoPath(scene.theirs.toString()))) {
      return connection.push(ImmutableList.of(push)).get(push);
    }
  }

  /** On top of what mine has, a commit with the large file, which lies in a pack. */
  private CommitHash commitLargeFile() throws IOException {
    Path packs = scene.mine.resolve(PACKS);
    for (Path file : filesOf(large.resolve(PACKS))) {
      Files.copy(file, packs.resolve(file.getFileName()));
    }
    git(scene.mine, "update-index", "--add", "--cacheinfo", "100644," + largeFile + ",large");
    return scene.commit("large");
  }

  private static List<Path> filesOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private void gitIs(String script) throws IOException {
    Path git =
        Files.writeString(
            programs.resolve("git"),
            "#!/bin/sh\nPATH=" + PATH + "\necho \"$@\" >> " + calls + "\n" + script + "\n");
    assertThat(git.toFile().setExecutable(true)).isTrue();
  }

  private static String realGit() {
    return Stream.of(PATH.split(":"))
        .map(each -> Path.of(each, "git"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow()
        .toString();
  }
}
