package org.hesokuri.git.worktree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.git.disk.Disk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is taken away in the middle of an advance, with the folder of the repository. */
class VanishingDiskTest {

  @TempDir Path folder;
  private Scene scene;
  private Path disk;
  private String from;
  private String to;

  @BeforeEach
  void setUp() {
    scene = Scene.in(folder);
    disk = folder.resolve("disk");
    scene.theirs().write("changed", "old\n").write("deleted", "old\n");
    scene.agree();
    from = scene.mine().hash("HEAD");
    scene.theirs().write("changed", "new\n").write("deep/er/added", "new\n");
    scene.theirs().run("rm", "-q", "deleted");
    to = scene.commitTheirs();
    scene.offer();
  }

  @Test
  void leavesNothingWhereItWasAndIsMendedOnceItIsBack() throws Exception {
    AtomicInteger moments = new AtomicInteger();
    scene.advanceTo(to, (moment, path) -> moments.incrementAndGet());
    assertThat(moments.get()).isGreaterThan(10);

    for (int number = 0; number < moments.get(); number++) {
      scene.mine().run("reset", "-q", "--hard", from);
      // As git does where it keeps none: the next line makes the file anew.
      Disk.removeAll(scene.file(".git/logs"));
      Path mine = scene.mine().folder();
      String when = "gone at moment " + number;

      advanceWhileTheDiskGoesAt(number);

      assertThat(disk).as(when).isDirectory();
      assertThat(mine).as(when).doesNotExist();
      Files.move(disk, mine);
      assertThat(scene.recover()).as(when).isEmpty();
      assertThat(scene.leftovers()).as(when).isEmpty();
      assertThat(scene.mine().run("status", "--porcelain")).as(when).isEmpty();
      assertThat(scene.mine().hash("HEAD")).as(when).isIn(from, to);
    }
  }

  private void advanceWhileTheDiskGoesAt(int number) throws IOException {
    AtomicInteger seen = new AtomicInteger();
    try {
      scene.advanceTo(
          to,
          (moment, path) -> {
            if (seen.getAndIncrement() == number) {
              unmount();
            }
          });
    } catch (GitFailure | IOException expected) {
      assertThat(expected).hasMessageContaining(folder.toString());
    }
  }

  private void unmount() {
    try {
      Files.move(scene.mine().folder(), disk);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
