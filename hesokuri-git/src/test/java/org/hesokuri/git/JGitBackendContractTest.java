package org.hesokuri.git;

import java.io.IOException;
import java.nio.file.Path;
import org.hesokuri.core.contract.AncestryContract;
import org.hesokuri.core.contract.BackendFixture;
import org.hesokuri.core.contract.FoldContract;
import org.hesokuri.core.contract.HistoryContract;
import org.hesokuri.core.contract.LookingContract;
import org.hesokuri.core.contract.PushingContract;
import org.hesokuri.core.contract.RefStepContract;
import org.hesokuri.core.contract.WatchingContract;
import org.hesokuri.core.contract.WorktreeStepContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The JGit backend keeps what the port promises: users run C git, the peer a real sshd. */
@Tag("slow")
final class JGitBackendContractTest {

  @TempDir static Path folder;
  private static RealMachines machines;

  @BeforeAll
  static void begin() throws IOException {
    machines = new RealMachines(folder);
  }

  @AfterAll
  static void end() {
    machines.close();
  }

  @Nested
  final class Looking extends LookingContract {
    @Override
    protected BackendFixture newFixture() {
      return machines.newFixture();
    }
  }

  @Nested
  final class Relating extends AncestryContract {
    @Override
    protected BackendFixture newFixture() {
      return machines.newFixture();
    }
  }

  @Nested
  final class Telling extends HistoryContract {
    @Override
    protected BackendFixture newFixture() {
      return machines.newFixture();
    }
  }

  @Nested
  final class ChangingRefs extends RefStepContract {
    @Override
    protected BackendFixture newFixture() {
      return machines.newFixture();
    }
  }

  @Nested
  final class Folding extends FoldContract {
    @Override
    protected BackendFixture newFixture() {
      return machines.newFixture();
    }
  }

  @Nested
  final class ChangingWorktrees extends WorktreeStepContract {
    @Override
    protected BackendFixture newFixture() {
      return machines.newFixture();
    }
  }

  @Nested
  final class Pushing extends PushingContract {
    @Override
    protected BackendFixture newFixture() {
      return machines.newFixture();
    }
  }

  @Nested
  final class Watching extends WatchingContract {
    @Override
    protected BackendFixture newFixture() {
      return machines.newFixture();
    }
  }
}
