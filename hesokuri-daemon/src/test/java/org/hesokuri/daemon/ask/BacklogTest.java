package org.hesokuri.daemon.ask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How a daemon's user is told what peers lack. */
final class BacklogTest {

  private static final String OFF = "nas did not answer; is it switched on?";

  private final Backlog backlog = new Backlog();

  @Test
  void tellsOfAMachineThatIsOffOnceHoweverMuchWaitsForIt() {
    backlog.unreachable("nas", OFF);
    for (int i = 0; i < 100; i++) {
      backlog.add("/code/" + i, "main", "1234567890", "nas", OFF);
    }
    backlog.add("/code/1", "next", "1234567890", "nas", OFF);
    assertThat(backlog.waitingFor("nas")).hasValue("101 branches of 100 sources wait for it");
    assertThat(backlog.linesOf("/code/1")).isEmpty();
    assertThat(backlog.waitingFor("desk")).isEmpty();
  }

  @Test
  void tellsOfWhatElseKeepsABranchAwayWhereItIs() {
    backlog.unreachable("nas", OFF);
    backlog.add("/code/a", "main", "1234567890", "nas", "the push was refused: quota");
    backlog.add("/code/a", "main", "1234567890", "desk", "no repository is there");
    backlog.add("/code/a", "one", "1234567890", "desk", "no repository is there");
    assertThat(backlog.linesOf("/code/a"))
        .containsExactly(
            "/code/a main at 1234567890 is not on nas: the push was refused: quota",
            "/code/a: 2 branches are not on desk: no repository is there (main, one)");
    backlog.add("/code/a", "two", "1234567890", "desk", "no repository is there");
    backlog.add("/code/a", "three", "1234567890", "desk", "no repository is there");
    assertThat(backlog.linesOf("/code/a"))
        .contains(
            "/code/a: 4 branches are not on desk: no repository is there"
                + " (main, one, two and 1 more)");
    backlog.add("/code/b", "main", "1234567890", "nas", OFF);
    assertThat(backlog.waitingFor("nas")).hasValue("1 branch of 1 source waits for it");
  }
}
