package org.hesokuri.web.page;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hesokuri.core.engine.Hesokuri;
import org.hesokuri.core.git.CommitPair;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.status.PeerStatus;
import org.hesokuri.core.status.SourceStatus;
import org.hesokuri.core.status.SyncStatus;
import org.hesokuri.core.status.UnsafeSince;
import org.hesokuri.web.activity.Happening;
import org.hesokuri.web.address.SourceId;

/**
 * The pages of an engine, as HTML that needs no script to be read, and as text. May be used from
 * any thread.
 */
// The second argument of templates is only for those that intercept tags, and is null without one.
@SuppressWarnings("NullAway")
public final class Pages {

  private final Hesokuri engine;
  private final Supplier<ImmutableList<Happening>> newestFirst;
  private final Optional<String> machine;
  private final Shell.Frame frame;
  private final CommitReader commits;

  /**
   * Pages of an engine.
   *
   * @param unsafe tells since when branches are not safe in a status of now
   * @param newestFirst what happened
   * @param machine what this machine is called, as far as that is known without a configuration
   * @param token what the pages' script sends with a change
   * @param port at which the pages are served
   */
  public Pages(
      Hesokuri engine,
      Function<SyncStatus, UnsafeSince> unsafe,
      Supplier<ImmutableList<Happening>> newestFirst,
      Optional<String> machine,
      String token,
      int port) {
    this.engine = engine;
    this.newestFirst = newestFirst;
    this.machine = machine;
    this.frame = new Shell.Frame(unsafe, token, port);
    this.commits = new CommitReader(engine);
  }

  /** What matters first: one sentence, what needs somebody, and every source on every peer. */
  public String overview(Asked asked) {
    SyncStatus status = engine.status();
    ImmutableMap<CommitPair, Integer> behind = commits.behind(status);
    OverviewPage page = OverviewPage.of(frame, status, behind, asked, machine);
    return rendered(output -> JteoverviewGenerated.render(output, null, page));
  }

  /** One source with its branches; empty if this machine holds none of that name. */
  public Optional<String> source(SourceId id, Asked asked) {
    SyncStatus status = engine.status();
    return status.sources().stream()
        .filter(source -> SourceId.of(source.path()).equals(id))
        .findFirst()
        .map(source -> source(status, source, asked));
  }

  private String source(SyncStatus status, SourceStatus source, Asked asked) {
    SourcePage page =
        SourcePage.of(
            frame,
            status,
            source,
            view(status),
            commits.describe(source, SourcePage.shown(source, asked)),
            asked);
    return rendered(output -> JtesourceGenerated.render(output, null, page));
  }

  /** One peer with what it holds; empty if nothing is shared with one of that name. */
  public Optional<String> peer(PeerId id) {
    SyncStatus status = engine.status();
    return status.peers().stream()
        .filter(peer -> peer.peer().equals(id))
        .findFirst()
        .map(peer -> peer(status, peer));
  }

  private String peer(SyncStatus status, PeerStatus peer) {
    PeerPage page = PeerPage.of(frame, status, peer, view(status), newestFirst.get());
    return rendered(output -> JtepeerGenerated.render(output, null, page));
  }

  /** What happened, newest first. */
  public String activity(Asked asked) {
    ActivityPage page = ActivityPage.of(frame, engine.status(), newestFirst.get(), asked);
    return rendered(output -> JteactivityGenerated.render(output, null, page));
  }

  /** The configuration as it runs, beside what is wrong with its file. */
  public String configuration() {
    ConfigurationPage page = ConfigurationPage.of(frame, engine.status(), machine);
    return rendered(output -> JteconfigurationGenerated.render(output, null, page));
  }

  /** That there is nothing at an address, and where to go from there. */
  public String missing(String what) {
    Missing page = new Missing(frame.around(engine.status(), "Not here", ""), what);
    return rendered(output -> JtemissingGenerated.render(output, null, page));
  }

  /** The whole state as plain text, a fact a line. */
  public String dump() {
    return Dump.of(engine.status(), engine.recentEvents());
  }

  /**
   * What the page of a thing that is not there shows.
   *
   * @param what what is not there
   */
  record Missing(Shell shell, String what) {}

  private Standing.View view(SyncStatus status) {
    return new Standing.View(commits.behind(status), status.at());
  }

  private static String rendered(Consumer<OwaspHtmlTemplateOutput> template) {
    StringOutput output = new StringOutput();
    template.accept(new OwaspHtmlTemplateOutput(output));
    return output.toString();
  }
}
