package org.hesokuri.core.engine;

import java.util.Optional;
import org.hesokuri.core.git.RepoSnapshot;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.Identities;
import org.hesokuri.core.model.LiveEditRule;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.Source;
import org.hesokuri.core.plan.Situation;

/**
 * What the configuration says of one source, which may change while it is worked on.
 *
 * @param self this machine
 * @param identities all configured identities
 * @param source the source's own definition
 */
record Definition(PeerId self, Identities identities, Source source) {

  /**
   * The branch to have checked out in a repository that is created, so that its files are there as
   * soon as it is. Nobody meant the live-edit branch that goes without saying.
   */
  Optional<BranchName> firstBranch() {
    LiveEditRule rule = source.liveEdit();
    return rule.equals(LiveEditRule.DEFAULT) ? Optional.empty() : rule.first();
  }

  /** What was found, seen by these rules, after what was found before. */
  Situation seen(RepoSnapshot snapshot, Optional<Situation> before) {
    return before
        .map(situation -> situation.next(self, identities, source, snapshot))
        .orElseGet(() -> new Situation(self, identities, source, snapshot));
  }
}
