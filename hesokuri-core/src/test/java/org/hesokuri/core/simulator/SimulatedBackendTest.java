package org.hesokuri.core.simulator;

import org.hesokuri.core.contract.AncestryContract;
import org.hesokuri.core.contract.BackendFixture;
import org.hesokuri.core.contract.FoldContract;
import org.hesokuri.core.contract.HistoryContract;
import org.hesokuri.core.contract.LookingContract;
import org.hesokuri.core.contract.PushingContract;
import org.hesokuri.core.contract.RefStepContract;
import org.hesokuri.core.contract.WatchingContract;
import org.hesokuri.core.contract.WorktreeStepContract;
import org.junit.jupiter.api.Nested;

/** The simulated git keeps what the port promises, as the real one does. */
final class SimulatedBackendTest {

  @Nested
  final class Looking extends LookingContract {
    @Override
    protected BackendFixture newFixture() {
      return new SimulatedFixture();
    }
  }

  @Nested
  final class Relating extends AncestryContract {
    @Override
    protected BackendFixture newFixture() {
      return new SimulatedFixture();
    }
  }

  @Nested
  final class Telling extends HistoryContract {
    @Override
    protected BackendFixture newFixture() {
      return new SimulatedFixture();
    }
  }

  @Nested
  final class ChangingRefs extends RefStepContract {
    @Override
    protected BackendFixture newFixture() {
      return new SimulatedFixture();
    }
  }

  @Nested
  final class Folding extends FoldContract {
    @Override
    protected BackendFixture newFixture() {
      return new SimulatedFixture();
    }
  }

  @Nested
  final class ChangingWorktrees extends WorktreeStepContract {
    @Override
    protected BackendFixture newFixture() {
      return new SimulatedFixture();
    }
  }

  @Nested
  final class Pushing extends PushingContract {
    @Override
    protected BackendFixture newFixture() {
      return new SimulatedFixture();
    }
  }

  @Nested
  final class Watching extends WatchingContract {
    @Override
    protected BackendFixture newFixture() {
      return new SimulatedFixture();
    }
  }
}
