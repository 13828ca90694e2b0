package org.hesokuri.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.hesokuri.git.testing.TestGit;

/** From a commit to its arrival, everything warm. */
final class CommitToPeer implements Scenario {

  private static final int WARM = 60;
  private static final int ROUNDS = 100;
  private static final int BURST = 100;
  private static final int BURSTS = 20;
  private static final int PEERS = 10;

  @Override
  public String name() {
    return "commit-to-peer";
  }

  @Override
  public String about() {
    return "from git commit returning to the peer's ref, against git push";
  }

  @Override
  public void run(Workplace workplace, Report report) throws Exception {
    onePeer(workplace, report);
    tenPeers(workplace, report);
  }

  private void onePeer(Workplace workplace, Report report) throws IOException {
    List<Machine> both = workplace.network("ant", "bee");
    Machine ant = both.get(0);
    Machine bee = both.get(1);
    TestGit git = ant.init("s");
    git.commit("file", "0\n");
    bee.cloned("s", ant);
    bee.init("fresh");
    bee.init("shared");
    String configuration = Machine.configuration(both, List.of("s"), "");
    both.forEach(machine -> machine.configure(configuration));
    both.forEach(Machine::start);
    List<Long> ours = new ArrayList<>();
    List<Long> again = new ArrayList<>();
    List<Long> fresh = new ArrayList<>();
    List<Long> shared = new ArrayList<>();
    for (int i = 0; i < WARM + ROUNDS; i++) {
      Await.rest();
      long took = commitAndArrive(ant, bee, "s", 2 * i);
      long atOnce = commitAndArrive(ant, bee, "s", 2 * i + 1);
      Await.rest();
      long one =
          Pushing.push(git, ant.sshCommand("-o", "ControlMaster=no"), bee, "fresh", "main_ant");
      long two = Pushing.push(git, ant.sharedSshCommand(), bee, "shared", "main_ant");
      if (i >= WARM) {
        ours.add(took);
        again.add(atOnce);
        fresh.add(one);
        shared.add(two);
      }
    }
    Samples mine = Samples.millis(ours);
    report.add(
        Figure.beside(
                name(), "commit to peer", "ms", mine, "git push, shared", Samples.millis(shared))
            .toReach(0.6));
    report.add(
        Figure.beside(name(), "commit to peer", "ms", mine, "git push, new", Samples.millis(fresh))
            .toReach(0.08));
    report.add(
        Figure.beside(
            name(),
            "without a connection that was opened ahead",
            "ms",
            Samples.millis(again),
            "git push, shared",
            Samples.millis(shared)));
    report.add(
        Figure.beside(
                name(),
                "commit to peer, 99th percentile",
                "ms",
                Samples.one(mine.quantile(0.99)),
                "its median",
                Samples.one(mine.median()))
            .toReach(3));
    burst(ant, bee, git, report);
    both.forEach(Machine::close);
  }

  private void burst(Machine ant, Machine bee, TestGit git, Report report) throws IOException {
    List<Long> ours = new ArrayList<>();
    List<Long> shared = new ArrayList<>();
    for (int i = 0; i < BURSTS; i++) {
      long last = 0;
      for (int j = 0; j < BURST; j++) {
        last = Pushing.commit(git, 1_000_000 + i * BURST + j);
      }
      Await.ref(bee.branchFile("s", "main_hesokr_ant"), Pushing.hash(ant.branchFile("s", "main")));
      ours.add(System.nanoTime() - last);
      shared.add(Pushing.push(git, ant.sharedSshCommand(), bee, "shared", "main_ant"));
    }
    report.add(
        Figure.beside(
            name(),
            "last of a burst of 100 commits to peer",
            "ms",
            Samples.millis(ours),
            "git push of all, shared",
            Samples.millis(shared)));
  }

  private static long commitAndArrive(Machine from, Machine to, String source, int number)
      throws IOException {
    long committed = Pushing.commit(from.git(source), number);
    Await.ref(
        to.branchFile(source, "main_hesokr_" + from.id()),
        Pushing.hash(from.branchFile(source, "main")));
    return System.nanoTime() - committed;
  }

  private void tenPeers(Workplace workplace, Report report) throws IOException {
    List<String> ids = new ArrayList<>(List.of("one"));
    IntStream.rangeClosed(1, PEERS).forEach(i -> ids.add("peer" + i));
    List<Machine> all = workplace.network(ids.toArray(String[]::new));
    Machine one = all.get(0);
    List<Machine> peers = all.subList(1, all.size());
    one.init("ten").commit("file", "0\n");
    one.init("single").commit("file", "0\n");
    peers.forEach(peer -> peer.cloned("ten", one));
    peers.get(0).cloned("single", one);
    String ten = Machine.configuration(all, List.of("ten"), "").replaceAll("]\\s*$", "");
    String single = Machine.configuration(all.subList(0, 2), List.of("single"), "").substring(1);
    one.configure(ten + "\n" + single);
    one.start();
    List<Long> slowest = new ArrayList<>();
    List<Long> alone = new ArrayList<>();
    for (int i = 0; i < WARM + ROUNDS; i++) {
      Await.rest();
      long took = commitAndArrive(one, peers.get(0), "single", i);
      Await.rest();
      long committed = Pushing.commit(one.git("ten"), i);
      String hash = Pushing.hash(one.branchFile("ten", "main"));
      for (Machine peer : peers) {
        Await.ref(peer.branchFile("ten", "main_hesokr_one"), hash);
      }
      if (i >= WARM) {
        alone.add(took);
        slowest.add(System.nanoTime() - committed);
      }
    }
    report.add(
        Figure.beside(
                name(),
                "commit to the slowest of 10 peers",
                "ms",
                Samples.millis(slowest),
                "to one peer",
                Samples.millis(alone))
            .toReach(4));
    all.forEach(Machine::close);
  }
}
