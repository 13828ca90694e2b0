package org.hesokuri.git.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hesokuri.git.ssh.Scene.advancing;
import static org.hesokuri.git.ssh.Scene.branch;
import static org.hesokuri.git.ssh.Scene.creating;
import static org.hesokuri.git.ssh.Scene.displacing;
import static org.hesokuri.git.ssh.Scene.git;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.TreeFormatter;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.PeerConnection;
import org.hesokuri.core.git.Push;
import org.hesokuri.core.git.PushResult;
import org.hesokuri.core.model.CommitHash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PushTest {

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
  void anEmptyPeerHoldsNothing() throws Exception {
    try (PeerConnection connection = scene.connect()) {
      assertThat(connection.advertised().branches()).isEmpty();
      assertThat(connection.push(ImmutableList.of())).isEmpty();
    }
  }

  @Test
  void createsAndAdvancesABranchWithItsObjects() throws Exception {
    CommitHash one = scene.commit("one");
    assertThat(scene.push(creating("main_hesokr_me", one))).isEqualTo(new PushResult.Accepted());
    CommitHash two = scene.commit("two");
    assertThat(scene.push(advancing("main_hesokr_me", one, two)))
        .isEqualTo(new PushResult.Accepted());

    try (PeerConnection connection = scene.connect()) {
      assertThat(connection.advertised().branches())
          .containsExactly(Map.entry(branch("main_hesokr_me"), two));
    }
    git(scene.theirs, "fsck", "--strict");
  }

  @Test
  void aThousandBranchesGoInOnePush() throws Exception {
    CommitHash tip = scene.commit("one");
    List<Push> pushes = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      pushes.add(creating("feature/" + i, tip));
    }
    long commands = scene.sshd.commands();
    try (PeerConnection connection = scene.connect()) {
      ImmutableMap<Push, PushResult> results = connection.push(ImmutableList.copyOf(pushes));
      assertThat(results.values()).containsOnly(new PushResult.Accepted());
      assertThat(results.keySet().asList()).isEqualTo(pushes);
    }
    assertThat(scene.sshd.commands() - commands).isEqualTo(1);
    assertThat(scene.refsOfTheirs()).hasSize(1000);
  }

  @Test
  void keepsADisplacedTipSoThatNoGcRemovesIt() throws Exception {
    CommitHash old = scene.commit("old");
    scene.push(creating("x", old));
    CommitHash young = scene.amend("young");

    assertThat(scene.push(displacing("x", old, young))).isEqualTo(new PushResult.Accepted());

    assertThat(scene.refsOfTheirs())
        .containsEntry("refs/heads/x", young.hex())
        .containsEntry(new KeptTip(branch("x"), old).ref(), old.hex())
        .hasSize(2);
    git(scene.theirs, "-c", "gc.reflogExpire=now", "gc", "-q", "--prune=now");
    assertThat(git(scene.theirs, "cat-file", "-t", old.hex())).isEqualTo("commit");
  }

  @Test
  void keepsADisplacedTipThatThisMachineNoLongerHas() throws Exception {
    CommitHash old = scene.commit("old");
    scene.push(creating("x", old));
    CommitHash young = scene.amend("young");
    git(scene.mine, "reflog", "expire", "--expire=now", "--all");
    git(scene.mine, "gc", "-q", "--prune=now");
    assertThat(git(scene.mine, "rev-list", "--all", "--reflog")).doesNotContain(old.hex());

    assertThat(scene.push(displacing("x", old, young))).isEqualTo(new PushResult.Accepted());

    assertThat(scene.refsOfTheirs()).containsEntry(new KeptTip(branch("x"), old).ref(), old.hex());
  }

  @Test
  void keepsBeforeAnythingMoves() throws Exception {
    CommitHash old = scene.commit("old");
    scene.push(creating("x", old));
    CommitHash young = scene.amend("young");
    scene.hookOfTheirs("update", "echo \"$1\" >> order");

    try (PeerConnection connection = scene.connect()) {
      Push displacing = displacing("x", old, young);
      Push creating = creating("y", young);
      assertThat(connection.push(ImmutableList.of(creating, displacing)).values())
          .containsExactly(new PushResult.Accepted(), new PushResult.Accepted());
    }

    assertThat(Files.readAllLines(scene.theirs.resolve("order")))
        .containsExactly(new KeptTip(branch("x"), old).ref(), "refs/heads/y", "refs/heads/x");
  }

  @Test
  void displacesNothingWhereTheTipCannotBeKept() throws Exception {
    CommitHash old = scene.commit("old");
    scene.push(creating("x", old));
    CommitHash young = scene.amend("young");
    scene.hookOfTheirs("update", "case $1 in refs/hesokuri/*) echo not here; exit 1;; esac");

    try (PeerConnection connection = scene.connect()) {
      Push displacing = displacing("x", old, young);
      Push creating = creating("y", young);
      ImmutableMap<Push, PushResult> results =
          connection.push(ImmutableList.of(displacing, creating));
      assertThat(results.get(creating)).isEqualTo(new PushResult.Accepted());
      assertThat(refusal(results.get(displacing)))
          .startsWith("it would displace " + old.abbreviated() + ", which the peer does not keep")
          .contains("hook declined", "not here");
    }
    assertThat(scene.refsOfTheirs())
        .containsEntry("refs/heads/x", old.hex())
        .containsEntry("refs/heads/y", young.hex())
        .hasSize(2);
  }

  @Test
  void displacesNothingWhereAKeptTipDoesNotStay() throws Exception {
    CommitHash old = scene.commit("old");
    scene.push(creating("x", old));
    CommitHash young = scene.amend("young");
    scene.hookOfTheirs(
        "post-receive",
        "git for-each-ref --format='%(refname)' refs/hesokuri"
            + " | while read r; do git update-ref -d $r; done");

    assertThat(refusal(scene.push(displacing("x", old, young))))
        .contains("does not keep (it does not list it)");

    assertThat(scene.refsOfTheirs()).containsOnly(Map.entry("refs/heads/x", old.hex()));
  }

  /** All ways in which git can be told to hide, or not to take, what is to be kept. */
  @ParameterizedTest
  @CsvSource({
    "transfer.hideRefs, refs/hesokuri",
    "receive.hideRefs, refs/hesokuri",
    "transfer.hideRefs, refs/hesokuri/kept/x",
    "receive.hideRefs, ^refs/hesokuri"
  })
  void displacesNothingWhereThePeerHidesWhatItWouldKeep(String key, String refs) throws Exception {
    CommitHash old = scene.commit("old");
    scene.push(creating("x", old));
    CommitHash young = scene.amend("young");
    git(scene.theirs, "config", key, refs);

    try (PeerConnection connection = scene.connect()) {
      Push displacing = displacing("x", old, young);
      Push creating = creating("y", young);
      ImmutableMap<Push, PushResult> results =
          connection.push(ImmutableList.of(displacing, creating));
      assertThat(results.get(creating)).isEqualTo(new PushResult.Accepted());
      assertThat(refusal(results.get(displacing)))
          .contains("the peer does not keep (deny updating a hidden ref)", "transfer.hideRefs");
    }
    assertThat(scene.refsOfTheirs()).containsEntry("refs/heads/x", old.hex());
    git(scene.theirs, "gc", "-q", "--prune=now");
    assertThat(git(scene.theirs, "cat-file", "-t", old.hex())).isEqualTo("commit");
  }

  @Test
  void doesNotMindWhatIsHiddenFromThoseWhoFetch() throws Exception {
    CommitHash old = scene.commit("old");
    scene.push(creating("x", old));
    git(scene.theirs, "config", "uploadpack.hideRefs", "refs/hesokuri");

    assertThat(scene.push(displacing("x", old, scene.amend("young"))))
        .isEqualTo(new PushResult.Accepted());

    assertThat(scene.refsOfTheirs()).containsKey(new KeptTip(branch("x"), old).ref());
  }

  /** A server that answers for itself, as a forge may do, and says ok to everything. */
  @Test
  void believesWhatThePeerListsAndNotWhatItReports() throws Exception {
    CommitHash old = scene.commit("old");
    scene.push(creating("x", old));
    git(scene.theirs, "config", "receive.procReceiveRefs", "refs/hesokuri");
    String ok = "ok " + new KeptTip(branch("x"), old).ref() + "\\n";
    scene.hookOfTheirs(
        "proc-receive",
        String.format(
            "printf '000eversion=1\\n0000%04x%s0000'; cat > /dev/null", ok.length() + 3, ok));

    assertThat(refusal(scene.push(displacing("x", old, scene.amend("young")))))
        .contains("does not keep (it does not list it)");

    assertThat(scene.refsOfTheirs()).containsOnly(Map.entry("refs/heads/x", old.hex()));
  }

  @Test
  void doesNotCountOnWhatWasKeptWhenTheConnectionOpened() throws Exception {
    CommitHash old = scene.commit("old");
    scene.push(creating("x", old));
    String kept = new KeptTip(branch("x"), old).ref();
    git(scene.theirs, "update-ref", kept, old.hex());
    try (PeerConnection connection = scene.connect()) {
      git(scene.theirs, "update-ref", "-d", kept);
      Push displacing = displacing("x", old, scene.amend("young"));
      assertThat(refusal(connection.push(ImmutableList.of(displacing)).get(displacing)))
          .contains("does not keep");
    }
    assertThat(scene.refsOfTheirs()).containsOnly(Map.entry("refs/heads/x", old.hex()));
  }

  @Test
  void aTipThatIsKeptAlreadyIsNotSentAgain() throws Exception {
    CommitHash old = scene.commit("old");
    scene.push(creating("x", old));
    String kept = new KeptTip(branch("x"), old).ref();
    git(scene.theirs, "update-ref", kept, old.hex());
    CommitHash young = scene.amend("young");
    scene.hookOfTheirs("update", "echo \"$1\" >> order");

    assertThat(scene.push(displacing("x", old, young))).isEqualTo(new PushResult.Accepted());

    assertThat(Files.readAllLines(scene.theirs.resolve("order"))).containsExactly("refs/heads/x");
  }

  @Test
  void oneRefusedBranchDoesNotHoldBackTheOthers() throws Exception {
    CommitHash tip = scene.commit("one");
    scene.hookOfTheirs("update", "case $1 in *bad) echo no bad ones >&2; exit 1;; esac");

    try (PeerConnection connection = scene.connect()) {
      Push good = creating("good", tip);
      Push bad = creating("bad", tip);
      ImmutableMap<Push, PushResult> results = connection.push(ImmutableList.of(bad, good));
      assertThat(results.get(good)).isEqualTo(new PushResult.Accepted());
      assertThat(refusal(results.get(bad))).contains("hook declined").doesNotContain("\n");
    }
    assertThat(scene.refsOfTheirs().keySet()).containsExactly("refs/heads/good");
  }

  @Test
  void oneRefusedBranchDoesNotHoldBackADisplacingOne() throws Exception {
    CommitHash old = scene.commit("old");
    scene.push(creating("x", old));
    CommitHash young = scene.amend("young");
    scene.hookOfTheirs("update", "case $1 in *bad) exit 1;; esac");

    try (PeerConnection connection = scene.connect()) {
      Push bad = creating("bad", young);
      Push displacing = displacing("x", old, young);
      ImmutableMap<Push, PushResult> results = connection.push(ImmutableList.of(bad, displacing));
      assertThat(results.get(displacing)).isEqualTo(new PushResult.Accepted());
      assertThat(refusal(results.get(bad))).contains("hook declined");
    }
    assertThat(scene.refsOfTheirs())
        .containsEntry("refs/heads/x", young.hex())
        .containsEntry(new KeptTip(branch("x"), old).ref(), old.hex())
        .hasSize(2);
  }

  @Test
  void losesTheRaceAgainstWhoMovedTheBranchMeanwhile() throws Exception {
    CommitHash one = scene.commit("one");
    CommitHash two = scene.commit("two");
    CommitHash three = scene.commit("three");
    scene.push(creating("x", one));
    scene.push(creating("other", two));

    for (boolean displaces : List.of(false, true)) {
      git(scene.theirs, "update-ref", "refs/heads/x", one.hex());
      try (PeerConnection connection = scene.connect()) {
        git(scene.theirs, "update-ref", "refs/heads/x", two.hex());
        Push late = displaces ? displacing("x", one, three) : advancing("x", one, three);
        Push fine = creating("fine" + displaces, three);
        ImmutableMap<Push, PushResult> results = connection.push(ImmutableList.of(late, fine));
        assertThat(results.get(late)).isEqualTo(new PushResult.LostRace());
        assertThat(results.get(fine)).isEqualTo(new PushResult.Accepted());
      }
      assertThat(scene.refsOfTheirs()).containsEntry("refs/heads/x", two.hex());
    }
  }

  @Test
  void losesTheRaceAgainstWhoCreatedOrDeletedTheBranchMeanwhile() throws Exception {
    CommitHash one = scene.commit("one");
    CommitHash two = scene.commit("two");
    scene.push(creating("there", two));
    try (PeerConnection connection = scene.connect()) {
      git(scene.theirs, "update-ref", "refs/heads/born", two.hex());
      Push birth = creating("born", one);
      assertThat(connection.push(ImmutableList.of(birth)).get(birth))
          .isEqualTo(new PushResult.LostRace());
    }
    git(scene.theirs, "update-ref", "refs/heads/gone", one.hex());
    try (PeerConnection connection = scene.connect()) {
      git(scene.theirs, "update-ref", "-d", "refs/heads/gone");
      Push move = advancing("gone", one, two);
      assertThat(connection.push(ImmutableList.of(move)).get(move))
          .isEqualTo(new PushResult.LostRace());
    }
    assertThat(scene.refsOfTheirs())
        .containsEntry("refs/heads/born", two.hex())
        .doesNotContainKey("refs/heads/gone");
  }

  @Test
  void aPushThatExpectsWhatWasNeverAdvertisedIsLostWithoutBeingSent() throws Exception {
    CommitHash one = scene.commit("one");
    CommitHash two = scene.commit("two");
    assertThat(scene.push(advancing("x", one, two))).isEqualTo(new PushResult.LostRace());
    assertThat(scene.refsOfTheirs()).isEmpty();
  }

  @Test
  void refusesToLoseCommitsThatAPushClaimsNotToDisplace() throws Exception {
    CommitHash old = scene.commit("old");
    scene.push(creating("x", old));
    CommitHash young = scene.amend("young");

    assertThat(refusal(scene.push(advancing("x", old, young)))).contains("would be lost");

    assertThat(scene.refsOfTheirs()).containsEntry("refs/heads/x", old.hex());
  }

  @Test
  void tellsThePeersWordsForABranchThatCannotBe() throws Exception {
    CommitHash tip = scene.commit("one");
    scene.push(creating("a", tip));

    assertThat(refusal(scene.push(creating("a/b", tip)))).contains("failed to update ref");
    String tooLong = String.join("", Collections.nCopies(300, "n"));
    assertThat(refusal(scene.push(creating(tooLong, tip)))).isNotBlank().doesNotContain("\n");
    assertThat(scene.refsOfTheirs().keySet()).containsExactly("refs/heads/a");
  }

  @Test
  void namesTheDamagedBranchForWhichThePeerRefusesEverything() throws Exception {
    CommitHash tip = scene.commit("one");
    scene.push(creating("x", tip));
    Files.writeString(scene.theirs.resolve("refs/heads/bad"), "nonsense\n");

    try (PeerConnection connection = scene.connect()) {
      assertThat(connection.advertised().branches()).containsOnlyKeys(branch("x"));
    }
    assertThat(refusal(scene.push(creating("good", tip))))
        .contains("missing necessary objects", "refs/heads/bad is damaged", "git fsck");
    assertThat(refusal(scene.push(creating("bad", tip)))).contains("git fsck");
    assertThat(scene.refsOfTheirs())
        .containsEntry("refs/heads/x", tip.hex())
        .doesNotContainKeys("refs/heads/good", "refs/heads/bad");
  }

  @Test
  void tellsWhatThePeersRulesForbid() throws Exception {
    CommitHash old = scene.commit("old");
    scene.push(creating("x", old));
    CommitHash young = scene.amend("young");
    git(scene.theirs, "config", "receive.denyNonFastForwards", "true");
    assertThat(refusal(scene.push(displacing("x", old, young)))).contains("non-fast-forward");
    assertThat(scene.refsOfTheirs()).containsEntry("refs/heads/x", old.hex());

    scene.hookOfTheirs("pre-receive", "exit 1");
    assertThat(refusal(scene.push(creating("y", young)))).contains("hook declined");

    Path theirWork = folder.resolve("their-work");
    Files.createDirectories(theirWork);
    git(theirWork, "init", "-q", "-b", "main");
    try (PeerConnection connection = scene.connect(theirWork)) {
      Push checkedOut = creating("main", young);
      assertThat(refusal(connection.push(ImmutableList.of(checkedOut)).get(checkedOut)))
          .contains("checked out");
    }
  }

  @Test
  void refusesOnlyThePushWhoseObjectsAreMissingHere() throws Exception {
    CommitHash good = scene.commit("good");
    Files.writeString(scene.mine.resolve("file"), "content that will be lost\n");
    git(scene.mine, "add", "file");
    CommitHash damaged = scene.commit("damaged");
    String blob = git(scene.mine, "rev-parse", "HEAD:file");
    Files.delete(
        scene.mine.resolve(".git/objects/" + blob.substring(0, 2) + "/" + blob.substring(2)));
    CommitHash absent = new CommitHash("0123456789012345678901234567890123456789");

    try (PeerConnection connection = scene.connect()) {
      Push fine = creating("fine", good);
      Push broken = creating("broken", damaged);
      Push missing = creating("missing", absent);
      ImmutableMap<Push, PushResult> results =
          connection.push(ImmutableList.of(broken, fine, missing));
      assertThat(results.get(fine)).isEqualTo(new PushResult.Accepted());
      assertThat(refusal(results.get(broken))).contains("cannot read", "git fsck");
      assertThat(refusal(results.get(missing))).contains("does not have 0123456789");
    }
    assertThat(scene.refsOfTheirs().keySet()).containsExactly("refs/heads/fine");
  }

  @Test
  void runsNoHookOfThisMachineAndSendsNoTags() throws Exception {
    CommitHash tip = scene.commit("one");
    git(scene.mine, "tag", "-a", "-m", "t", "v1");
    Path hook = scene.mine.resolve(".git/hooks/pre-push");
    Files.createDirectories(hook.getParent());
    Files.writeString(hook, "#!/bin/sh\ntouch " + folder.resolve("ran") + "\nexit 1\n");
    assertThat(hook.toFile().setExecutable(true)).isTrue();

    assertThat(scene.push(creating("x", tip))).isEqualTo(new PushResult.Accepted());

    assertThat(folder.resolve("ran")).doesNotExist();
    assertThat(scene.refsOfTheirs().keySet()).containsExactly("refs/heads/x");
  }

  @Test
  void aPackThatThePeerDoesNotTakeChangesNothing() throws Exception {
    byte[] noise = new byte[12_000_000];
    new Random(1).nextBytes(noise);
    Files.write(scene.mine.resolve("noise"), noise);
    git(scene.mine, "add", "noise");
    git(scene.theirs, "config", "receive.maxInputSize", "1000000");

    assertThat(refusal(scene.push(creating("x", scene.commit("large")))))
        .contains("could not take in the objects");

    assertThat(scene.refsOfTheirs()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 8})
  void singlesOutTheOneObjectThatThePeerDoesNotWant(int bad) throws Exception {
    git(scene.theirs, "config", "receive.fsckObjects", "true");
    String tree;
    String odd;
    try (ObjectInserter inserter = scene.local.newObjectInserter()) {
      ObjectId empty = inserter.insert(new TreeFormatter());
      ByteArrayOutputStream entry = new ByteArrayOutputStream();
      entry.write("040000 folder\0".getBytes(UTF_8));
      empty.copyRawTo(entry);
      odd = inserter.insert(Constants.OBJ_TREE, entry.toByteArray()).name();
      tree = empty.name();
      inserter.flush();
    }
    List<Push> pushes = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      String of = i == bad ? odd : tree;
      String commit = git(scene.mine, "commit-tree", of, "-m", "number " + i);
      pushes.add(creating("b" + i, new CommitHash(commit)));
    }
    assertOnlyRefused(pushes, bad, "zeroPaddedFilemode");
  }

  @Test
  void singlesOutWhatIsTooLarge() throws Exception {
    byte[] noise = new byte[2_000_000];
    new Random(1).nextBytes(noise);
    git(scene.theirs, "config", "receive.maxInputSize", "100000");
    List<Push> pushes = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      if (i == 2) {
        Files.write(scene.mine.resolve("noise"), noise);
        git(scene.mine, "add", "noise");
      }
      pushes.add(creating("b" + i, scene.commit("number " + i)));
      git(scene.mine, "checkout", "-q", "-f", "--orphan", "o" + i);
      git(scene.mine, "rm", "-q", "-rf", "--ignore-unmatch", ".");
    }
    assertOnlyRefused(pushes, 2, "maximum allowed size");
  }

  private void assertOnlyRefused(List<Push> pushes, int bad, String words) throws Exception {
    try (PeerConnection connection = scene.connect()) {
      ImmutableMap<Push, PushResult> results = connection.push(ImmutableList.copyOf(pushes));
      for (int i = 0; i < pushes.size(); i++) {
        if (i == bad) {
          assertThat(refusal(results.get(pushes.get(i)))).contains(words);
        } else {
          assertThat(results.get(pushes.get(i))).isEqualTo(new PushResult.Accepted());
        }
      }
    }
    assertThat(scene.refsOfTheirs()).hasSize(pushes.size() - 1);
  }

  /** As often as the peer is asked anyway. */
  @Test
  void allThatIsGoodArrivesInTimeHoweverMuchIsNot() throws Exception {
    CommitHash tip = scene.commit("one");
    scene.hookOfTheirs(
        "pre-receive", "while read -r old new ref; do case $ref in *bad*) exit 1;; esac; done");
    List<Push> pushes = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      pushes.add(creating((i < 40 ? "bad" : "good") + i, tip));
    }
    int rounds = 0;
    while (scene.refsOfTheirs().size() < 20) {
      assertThat(++rounds).isLessThan(200);
      try (PeerConnection connection = scene.connect()) {
        List<Push> left =
            pushes.stream()
                .filter(p -> !connection.advertised().branches().containsKey(p.target()))
                .toList();
        assertThat(connection.push(ImmutableList.copyOf(left)).values())
            .hasOnlyElementsOfTypes(PushResult.Accepted.class, PushResult.Refused.class);
      }
    }
  }

  @Test
  void asksNotForEverWhereNothingIsTaken() throws Exception {
    CommitHash tip = scene.commit("one");
    scene.hookOfTheirs("pre-receive", "echo x >> tries; exit 1");
    List<Push> pushes = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      pushes.add(creating("b" + i, tip));
    }
    try (PeerConnection connection = scene.connect()) {
      assertThat(connection.push(ImmutableList.copyOf(pushes)).values())
          .hasOnlyElementsOfType(PushResult.Refused.class);
    }
    assertThat(Files.readAllLines(scene.theirs.resolve("tries"))).hasSizeLessThan(30);
  }

  @Test
  void tellsWhatThePeerSaidOfAllThatItRefusesWithoutControlCharacters() throws Exception {
    scene.hookOfTheirs(
        "pre-receive", "printf 'no \\033[31mred\\n'; yes and more words | head -400; exit 1");
    assertThat(refusal(scene.push(creating("x", scene.commit("one")))))
        .contains("no \\u001b[31mred", "and more words")
        .hasSizeLessThan(700)
        .doesNotContain("\033");
  }

  @Test
  void letsThePeersHooksEndInPeace() throws Exception {
    scene.hookOfTheirs("post-receive", "sleep 0.5; echo said; echo more; touch ended");

    assertThat(scene.push(creating("x", scene.commit("one")))).isEqualTo(new PushResult.Accepted());

    assertThat(scene.theirs.resolve("ended")).exists();
  }

  @Test
  void hostileBranchNamesArriveAsTheyAre() throws Exception {
    CommitHash tip = scene.commit("one");
    List<String> names = List.of("$(id)", "`id`", "a'b\"c", "<script>", "ünï", "a;b|c&d", "x/--y");
    try (PeerConnection connection = scene.connect()) {
      ImmutableList<Push> pushes =
          names.stream().map(name -> creating(name, tip)).collect(ImmutableList.toImmutableList());
      assertThat(connection.push(pushes).values()).containsOnly(new PushResult.Accepted());
    }
    try (PeerConnection connection = scene.connect()) {
      assertThat(connection.advertised().branches().keySet())
          .extracting(Object::toString)
          .containsExactlyInAnyOrderElementsOf(names);
    }
  }

  private static String refusal(PushResult result) {
    assertThat(result).isInstanceOf(PushResult.Refused.class);
    return ((PushResult.Refused) result).why();
  }
}
