package org.hesokuri.examples;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import org.hesokuri.core.engine.Hesokuri;
import org.hesokuri.core.model.Configuration;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;
import org.hesokuri.git.JGitBackend;

/** Keeps one repository in step with another machine, in a program of one's own. */
public final class EmbeddedEngine {

  private EmbeddedEngine() {}

  /**
   * Runs until the line end of standard input.
   *
   * @param arguments the identity of this machine and the path of the repository here, then the
   *     same of the other machine, by the name that ssh knows
   */
  public static void main(String[] arguments) throws Exception {
    PeerId self = new PeerId(arguments[0]);
    PeerId other = new PeerId(arguments[2]);
    RepoPath here = new RepoPath(arguments[1]);
    Source source = Source.at(ImmutableSortedMap.of(self, here, other, new RepoPath(arguments[3])));
    try (Hesokuri engine = Hesokuri.builder().backend(new JGitBackend(System.getenv())).build()) {
      engine.listen(event -> System.out.println(event.event().sentence()));
      engine.reconfigure(new Configuration(self, ImmutableList.of(source)), ImmutableList.of());
      System.in.read();
      engine.status().sources().forEach(each -> System.out.println(each.branches()));
      engine.pushNow(other);
    }
  }
}
