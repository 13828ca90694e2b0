package org.hesokuri.web.page;

import java.util.List;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.core.model.Source;
import org.hesokuri.core.status.BranchStatus;
import org.hesokuri.core.status.RecordedEvent;
import org.hesokuri.core.status.SourceStatus;
import org.hesokuri.core.status.SyncStatus;

/** The whole state as text, a fact a line, for people who look for a fault. */
final class Dump {

  private final StringBuilder text = new StringBuilder();

  private Dump() {}

  static String of(SyncStatus status, List<RecordedEvent> events) {
    Dump dump = new Dump();
    dump.line(0, "state at " + status.at());
    dump.configuration(status.configuration());
    status.peers().forEach(peer -> dump.line(0, "peer " + peer.peer() + ": " + peer.reach()));
    status.sources().forEach(dump::source);
    dump.line(0, "events");
    for (RecordedEvent event : events) {
      dump.line(1, event.id() + " " + event.at() + " " + event.event().sentence());
    }
    return dump.text.toString();
  }

  private void configuration(SyncStatus.ConfigurationStatus configuration) {
    line(0, "configuration from " + configuration.origin() + " since " + configuration.since());
    configuration.problems().forEach(problem -> line(1, "problem: " + problem));
    configuration.warnings().forEach(warning -> line(1, "warning: " + warning));
    configuration
        .running()
        .ifPresent(
            running -> {
              line(1, "this machine is " + running.self());
              running.sources().forEach(this::definition);
            });
  }

  private void definition(Source source) {
    line(1, "source");
    source.paths().forEach((peer, path) -> line(2, "on " + peer + " at " + path));
    line(2, "live-edit: " + source.liveEdit());
    line(2, "unwanted: " + source.unwanted());
    line(2, "displaced tips are kept for " + source.keepFor().toDays() + " days");
  }

  private void source(SourceStatus source) {
    line(0, "source " + source.path() + ": " + source.state());
    line(1, "kept tips: " + source.keptTips());
    source.remarks().forEach(remark -> line(1, remark));
    source.peerProblems().forEach((peer, problem) -> line(1, "to " + peer + ": " + problem));
    source.branches().forEach(this::branch);
  }

  private void branch(BranchStatus branch) {
    line(1, "branch " + branch.name() + " at " + branch.tip() + ", " + branch.role());
    line(
        2,
        "live-edit "
            + branch.liveEdit()
            + ", unwanted "
            + branch.unwanted()
            + ", checked out "
            + branch.checkedOut());
    branch.attention().ifPresent(attention -> line(2, "attention: " + attention));
    branch.peers().forEach((peer, holding) -> line(2, peer + ": " + holding));
  }

  private void line(int depth, String fact) {
    // A hostile name must not make a line of its own.
    text.append("  ".repeat(depth)).append(Quoted.line(fact));
    text.append('\n');
  }
}
