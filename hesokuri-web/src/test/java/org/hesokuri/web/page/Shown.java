package org.hesokuri.web.page;

import static org.hesokuri.web.page.FakeHesokuri.NAS;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.web.activity.Happening;
import org.hesokuri.web.address.SourceId;

/** The pages of a made-up engine. */
final class Shown {

  private final FakeHesokuri engine = new FakeHesokuri();
  private final Pages pages =
      new Pages(engine, this::newestFirst, Optional.of("mybook"), "the-token", 8080);

  FakeHesokuri engine() {
    return engine;
  }

  Pages pages() {
    return pages;
  }

  private ImmutableList<Happening> newestFirst() {
    return engine.recentEvents().reverse().stream()
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
