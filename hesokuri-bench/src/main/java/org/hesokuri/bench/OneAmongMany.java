package org.hesokuri.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.hesokuri.git.testing.TestGit;

/** One changed branch of a source with many: costs grow with what changed. */
final class OneAmongMany implements Scenario {

  private static final int MANY = 10_000;
  private static final int WARM = 40;
  private static final int ROUNDS = 60;

  @Override
  public String name() {
    return "one-among-many";
  }

  @Override
  public String about() {
    return "one changed branch among 10,000 and among 1, by Hesokuri and by git push";
  }

  @Override
  public void run(Workplace workplace, Report report) throws Exception {
    List<Machine> both = workplace.network("ant", "bee");
    Machine ant = both.get(0);
    Machine bee = both.get(1);
    make(ant, bee, "few", 0);
    make(ant, bee, "many", MANY - 1);
    ant.configure(Machine.configuration(List.of(ant, bee), List.of("few", "many"), ""));
    ant.start();
    List<Long> oursFew = new ArrayList<>();
    List<Long> oursMany = new ArrayList<>();
    List<Long> gitFew = new ArrayList<>();
    List<Long> gitMany = new ArrayList<>();
    for (int i = 1; i <= WARM + ROUNDS; i++) {
      oursFew.add(arrival(ant, bee, "few", i));
      oursMany.add(arrival(ant, bee, "many", i));
      gitFew.add(push(ant, bee, "few"));
      gitMany.add(push(ant, bee, "many"));
    }
    report.add(beside("one changed branch among 10,000", oursMany, oursFew).toReach(1.5));
    report.add(beside("the same by git push, shared connection", gitMany, gitFew));
    both.forEach(Machine::close);
  }

  private Figure beside(String what, List<Long> many, List<Long> few) {
    return Figure.beside(name(), what, "ms", warm(many), "among 1", warm(few));
  }

  private static Samples warm(List<Long> took) {
    return Samples.millis(took.subList(WARM, took.size()));
  }

  private static void make(Machine ant, Machine bee, String source, int more) throws IOException {
    TestGit git = ant.init(source);
    git.commit("file", "0\n");
    ManyBranches.createBranches(git, more, git.hash("HEAD"));
    git.run("pack-refs", "--all");
    for (String target : List.of(source, "git-" + source)) {
      bee.init(target);
      // What the peer holds is packed as well, as git gc does by itself.
      git.run("push", "-q", bee.path(target).toString(), "refs/heads/*:refs/heads/*_hesokr_ant");
      bee.git(target).run("pack-refs", "--all");
    }
  }

  private static long arrival(Machine ant, Machine bee, String source, int number)
      throws IOException {
    long committed = Pushing.commit(ant.git(source), number);
    Await.ref(
        bee.branchFile(source, "main_hesokr_ant"), Pushing.hash(ant.branchFile(source, "main")));
    return System.nanoTime() - committed;
  }

  private static long push(Machine ant, Machine bee, String source) throws IOException {
    return Pushing.push(
        ant.git(source), ant.sharedSshCommand(), bee, "git-" + source, "main_hesokr_ant");
  }
}
