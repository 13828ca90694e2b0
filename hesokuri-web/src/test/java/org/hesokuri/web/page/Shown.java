package org.hesokuri.web.page;

import static org.hesokuri.web.testing.StagedEngine.NAS;

import com.google.common.collect.ImmutableList;
import java.time.Instant;
import java.util.Optional;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.status.SyncStatus;
import org.hesokuri.core.status.UnsafeSince;
import org.hesokuri.web.activity.Happening;
import org.hesokuri.web.address.SourceId;
import org.hesokuri.web.testing.Stage;

/** The pages of a made-up engine. */
final class Shown {

  private final Stage stage = new Stage();
  private UnsafeSince unsafe = UnsafeSince.NOTHING;
  private final Pages pages =
      new Pages(
          stage.engine(),
          this::unsafe,
          this::newestFirst,
          Optional.of("mybook"),
          "the-token",
          8080);

  private UnsafeSince unsafe(SyncStatus now) {
    return unsafe.with(now);
  }

  /** Everything that is not safe now began to be so then. */
  void unsafeSince(Instant then) {
    SyncStatus now = stage.status();
    unsafe =
        UnsafeSince.NOTHING.with(
            new SyncStatus(then, now.configuration(), now.sources(), now.peers()));
  }

  Stage stage() {
    return stage;
  }

  Pages pages() {
    return pages;
  }

  private ImmutableList<Happening> newestFirst() {
    return stage.engine().recentEvents().reverse().stream()
        .map(Happening::of)
        .collect(ImmutableList.toImmutableList());
  }

  String overview() {
    return pages.overview(Asked.NOTHING);
  }

  String source(String path) {
    return pages.source(SourceId.of(new RepoPath(path)), Asked.NOTHING).orElseThrow();
  }

  /** Every page, one after the other. */
  String all(String path) {
    return overview()
        + source(path)
        + pages.peer(NAS).orElseThrow()
        + pages.activity(Asked.NOTHING)
        + pages.configuration()
        + pages.missing("nothing is here");
  }

  /** The words of a page, without its markup and with one blank between them. */
  static String words(String html) {
    return html.replaceAll("<[^>]*>", " ")
        .replaceAll("\\s+", " ")
        .replace(" .", ".")
        .replace(" ,", ",");
  }
}
