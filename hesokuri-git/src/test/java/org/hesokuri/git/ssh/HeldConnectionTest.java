package org.hesokuri.git.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hesokuri.git.ssh.Scene.advancing;
import static org.hesokuri.git.ssh.Scene.branch;
import static org.hesokuri.git.ssh.Scene.creating;
import static org.hesokuri.git.ssh.Scene.git;

import com.google.common.collect.ImmutableList;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hesokuri.core.git.PeerConnection;
import org.hesokuri.core.git.Push;
import org.hesokuri.core.git.PushResult;
import org.hesokuri.core.model.CommitHash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may happen on a peer between the opening of a connection and the push over it. */
class HeldConnectionTest {

  private static final String COPY = "main_hesokr_me";

  @TempDir Path folder;
  private Scene scene;
  private CommitHash one;

  @BeforeEach
  void pushesOneCommit() throws Exception {
    scene = new Scene(folder);
    one = scene.commit("one");
    scene.push(creating(COPY, one));
  }

  @AfterEach
  void tearDown() {
    scene.close();
  }

  /** Something that happens on the peer. */
  private interface Meanwhile {
    void happens() throws Exception;
  }

  private PushResult pushedAfter(Meanwhile meanwhile) throws Exception {
    try (PeerConnection held = scene.connect()) {
      meanwhile.happens();
      Push push = advancing(COPY, one, scene.commit("two"));
      return held.push(ImmutableList.of(push)).get(push);
    }
  }

  @Test
  void itsRefsArePackedAndItsObjectsRepacked() throws Exception {
    PushResult result =
        pushedAfter(
            () -> {
              git(scene.theirs, "pack-refs", "--all", "--prune");
              git(scene.theirs, "gc", "-q", "--prune=now");
            });
    assertThat(result).isEqualTo(new PushResult.Accepted());
    git(scene.theirs, "fsck", "--strict");
  }

  @Test
  void theBranchIsMovedThere() throws Exception {
    PushResult result =
        pushedAfter(
            () -> {
              String tree = git(scene.theirs, "rev-parse", one.hex() + "^{tree}").strip();
              String other =
                  git(
                          scene.theirs,
                          "-c",
                          "user.name=t",
                          "-c",
                          "user.email=t@t",
                          "commit-tree",
                          "-m",
                          "other",
                          tree)
                      .strip();
              git(scene.theirs, "update-ref", branch(COPY).ref(), other);
            });
    assertThat(result).isEqualTo(new PushResult.LostRace());
  }

  @Test
  void theBranchIsDeletedThereWithAllItsObjects() throws Exception {
    PushResult result =
        pushedAfter(
            () -> {
              git(scene.theirs, "update-ref", "-d", branch(COPY).ref());
              git(scene.theirs, "reflog", "expire", "--expire=now", "--all");
              git(scene.theirs, "gc", "-q", "--prune=now");
            });
    assertThat(result).isNotEqualTo(new PushResult.Accepted());
    assertThat(scene.refsOfTheirs()).isEmpty();
    git(scene.theirs, "fsck", "--strict");
  }

  @Test
  void theRepositoryIsReplacedByAnother() throws Exception {
    Path away = scene.theirs.resolveSibling("moved away");
    PushResult result =
        pushedAfter(
            () -> {
              Files.move(scene.theirs, away);
              git(folder, "init", "-q", "--bare", scene.theirs.toString());
            });
    assertThat(result).as("into the one that was moved away").isEqualTo(new PushResult.Accepted());
    assertThat(git(away, "rev-parse", COPY)).isNotEqualTo(one.hex());
    assertThat(scene.refsOfTheirs()).as("nothing of the push is in the other one").isEmpty();
    try (PeerConnection fresh = scene.connect()) {
      assertThat(fresh.advertised().branches()).isEmpty();
    }
  }
}
