package org.hesokuri.git;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.hesokuri.core.git.FoldStep;
import org.hesokuri.core.git.FoldWeek;
import org.hesokuri.core.git.FoldedTip;
import org.hesokuri.core.git.KeptTip;

/** A process of its own that folds tips and is killed by the system on the way. */
final class KilledFold {

  /** Where it dies. */
  enum Moment {
    /** The fold is in force, the tips are refs still. */
    FOLDED,
    /** Their refs are locked, to be deleted. */
    LOCKED
  }

  private KilledFold() {}

  /** The folder of the repository, the moment to die at, the refs of the tips. */
  public static void main(String[] arguments) throws Exception {
    Path gitDir = Path.of(arguments[0], ".git");
    ImmutableList<FoldedTip> tips =
        Arrays.stream(arguments)
            .skip(2)
            .map(ref -> new FoldedTip(KeptTip.ofRef(ref).orElseThrow(), Instant.EPOCH))
            .collect(ImmutableList.toImmutableList());
    try (Repository repository = new FileRepositoryBuilder().setGitDir(gitDir.toFile()).build()) {
      RefSteps refs = new RefSteps(repository, ImmutableList::of);
      FoldSteps.Witness witness = () -> die(gitDir, Moment.valueOf(arguments[1]), tips);
      new FoldSteps(repository, refs, new FoldReader(repository), witness)
          .fold(new FoldStep.FoldTips(FoldWeek.of(Instant.EPOCH), Optional.empty(), tips));
    }
  }

  private static void die(Path gitDir, Moment moment, ImmutableList<FoldedTip> tips) {
    try {
      if (moment == Moment.LOCKED) {
        ProvenLocks locks = ProvenLocks.begin(gitDir);
        for (FoldedTip tip : tips) {
          locks.take(gitDir.resolve(tip.tip().ref()));
        }
      }
      String me = Long.toString(ProcessHandle.current().pid());
      new ProcessBuilder("kill", "-KILL", me).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
