package org.hesokuri.git.worktree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeMap;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.git.testing.SmallDisk;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An advance that runs out of disk at each single thing that it writes. */
@Tag("slow")
class FullDiskTest {

  private static final int PAGE = 4096;
  private static final int MOST_PAGES = 60;

  @TempDir Path folder;

  @Test
  void isWholeAgainWhicheverWriteFailsForLackOfRoom() throws Exception {
    try (SmallDisk disk = SmallDisk.of("16m", folder.resolve("disk"))) {
      Scene scene = Scene.in(folder.resolve("disk"));
      scene.theirs().write("large", "old\n".repeat(5000)).write("deep/er/deleted", "old\n");
      scene.agree();
      scene.mine().write(".git/info/exclude", "*.ign\n").write("mine.ign", "mine\n");
      String from = scene.mine().hash("HEAD");
      TreeMap<String, String> before = Scene.listing(scene.mine().folder());
      scene.theirs().run("rm", "-q", "deep/er/deleted");
      scene.theirs().write("large", "new\n".repeat(5000)).write("added/to/here", "new\n");
      String to = scene.commitTheirs();
      scene.offer();
      int failed = 0;
      int done = 0;
      for (int pages = 0; done < 3; pages++) {
        String when = "with room for " + pages + " pages";
        assertThat(pages).as("pages").isLessThan(MOST_PAGES);
        disk.fillUpTo((long) pages * PAGE);
        boolean succeeded = advances(scene, to, when);
        if (!succeeded) {
          failed++;
          assertThat(scene.mine().hash("HEAD")).as(when).isIn(from, to);
        }
        disk.empty();

        assertThat(scene.recover()).as(when).isEmpty();

        assertThat(scene.leftovers()).as(when).isEmpty();
        assertThat(scene.mine().run("status", "--porcelain")).as(when).isEmpty();
        assertThat(scene.content("mine.ign")).as(when).isEqualTo("mine\n");
        if (scene.mine().hash("HEAD").equals(to)) {
          done += succeeded ? 1 : 0;
          scene.mine().run("reset", "-q", "--hard", from);
        } else {
          assertThat(succeeded).as(when).isFalse();
          assertThat(Scene.listing(scene.mine().folder())).as(when).isEqualTo(before);
        }
      }
      System.out.println(failed + " advances ran out of disk, each somewhere else");
      assertThat(failed).isGreaterThan(5);
      assertThat(scene.mine().run("fsck", "--strict", "--no-dangling")).isEmpty();
    }
  }

  private static boolean advances(Scene scene, String to, String when) throws IOException {
    try {
      assertThat(scene.advanceTo(to, Witness.NONE)).as(when).isInstanceOf(StepOutcome.Done.class);
      return true;
    } catch (GitFailure e) {
      assertThat(e).as(when).hasMessageContaining("No space left");
      return false;
    }
  }
}
