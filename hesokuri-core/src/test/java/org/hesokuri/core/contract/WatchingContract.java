package org.hesokuri.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.hesokuri.core.git.GitRepository;
import org.hesokuri.core.testing.Await;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every backend tells without being asked. */
public abstract class WatchingContract extends GitBackendContract {

  /** What somebody does. */
  enum Deed {
    MAKES_A_BRANCH,
    MAKES_A_NESTED_BRANCH,
    MOVES_A_BRANCH,
    DELETES_A_BRANCH,
    CHECKS_OUT,
    DETACHES,
    STAGES,
    COMMITS,
    BEGINS_A_REBASE,
    ADDS_A_WORKTREE,
    REMOVES_A_WORKTREE,
    COMMITS_IN_A_LINKED_WORKTREE
  }

  /** For the subclasses of every backend. */
  protected WatchingContract() {}

  @ParameterizedTest
  @EnumSource(Deed.class)
  void tellsThatSomethingMayHaveMoved(Deed deed) throws Exception {
    user.point("main", one);
    user.point("side", one);
    user.point("x", one);
    user.main().checkOut("main");
    UserWorktree linked = user.addWorktree("side");
    AtomicInteger told = new AtomicInteger();
    try (GitRepository.Watch watch = repository.watch(told::incrementAndGet)) {
      assertThat(watch).isNotNull();
      awaitQuiet(told);
      int before = told.get();
      does(deed, linked);
      Await.until("somebody is told", () -> told.get() != before);
    }
  }

  /** What happened before the watch began may be told late; it must not count. */
  private static void awaitQuiet(AtomicInteger told) {
    int seen = -1;
    while (told.get() != seen) {
      seen = told.get();
      Await.pause(Duration.ofMillis(30));
    }
  }

  private void does(Deed deed, UserWorktree linked) {
    switch (deed) {
      case MAKES_A_BRANCH -> user.point("y", two);
      case MAKES_A_NESTED_BRANCH -> user.point("deep/er/y", two);
      case MOVES_A_BRANCH -> user.point("x", two);
      case DELETES_A_BRANCH -> user.delete("x");
      case CHECKS_OUT -> user.main().checkOut("x");
      case DETACHES -> user.main().detach(one);
      case STAGES -> {
        user.main().write("one", "mine");
        user.main().stage("one");
      }
      case COMMITS -> user.main().commitAll("mine", false);
      case BEGINS_A_REBASE -> user.main().begin(UserWorktree.Work.REBASE);
      case ADDS_A_WORKTREE -> user.addWorktree("x");
      case REMOVES_A_WORKTREE -> user.removeWorktree(linked);
      case COMMITS_IN_A_LINKED_WORKTREE -> linked.commitAll("mine", false);
    }
  }
}
