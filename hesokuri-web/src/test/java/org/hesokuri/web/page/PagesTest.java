package org.hesokuri.web.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hesokuri.web.page.FakeHesokuri.behind;
import static org.hesokuri.web.page.FakeHesokuri.diverged;
import static org.hesokuri.web.page.FakeHesokuri.local;
import static org.hesokuri.web.page.FakeHesokuri.ok;
import static org.hesokuri.web.page.FakeHesokuri.running;

import org.hesokuri.core.status.SourceStatus;
import org.junit.jupiter.api.Test;

final class PagesTest {

  private final FakeHesokuri engine = new FakeHesokuri();

  private String html() {
    return Pages.overview(engine.status(), engine.recentEvents(), "the-token", 8080);
  }

  private String dump() {
    return Pages.dump(engine.status(), engine.recentEvents());
  }

  @Test
  void tellsANewcomerWhatToWriteAndWhere() throws Exception {
    engine.problems("there is no file /home/u/.hesocfg");
    assertThat(html())
        .contains(
            "Nothing is kept in step", "/home/u/.hesocfg", ":host-to-path", "no identity yet");
  }

  @Test
  void saysOkOnlyWhereThePeerSaidSo() throws Exception {
    engine.configured().source("/code/x", running(), local("main", ok(), behind()));
    String page = html();
    assertThat(page)
        .contains("1 branch is not on every peer yet, of 1.", ">ok<", "has 000000000")
        .contains("nas does not answer on port 22");
    assertThat(page.split(">ok<", -1)).hasSize(2);
  }

  @Test
  void saysThatAllIsWellWhenItIs() throws Exception {
    engine.configured().source("/code/x", running(), local("main", ok(), ok()));
    assertThat(html()).contains("The only branch is on every peer that should hold it.");
  }

  @Test
  void showsDivergencesStoppedSourcesAndPeersThatCannotBeMet() throws Exception {
    engine
        .configured()
        .source("/code/x", running(), local("main", ok(), ok()), diverged("main"))
        .source("/gone", new SourceStatus.Stopped("the disk is not mounted", FakeHesokuri.NOW));
    assertThat(html())
        .contains("1 source is stopped; see below why.", "the disk is not mounted")
        .contains("have diverged: nothing moves until you merge (since 3 h ago)")
        .contains("nas refused the connection on port 22", "next try in 40 s");
  }

  @Test
  void showsAnInvalidFileBesideWhatRuns() throws Exception {
    engine.configured().problems("line 3, column 7: \"x\" is no set");
    assertThat(html()).contains("line 3, column 7", "goes on.");
  }

  @Test
  void neverTakesANameForMarkup() throws Exception {
    engine
        .configured()
        .source("/code/<b>x", running(), local("<img/src=x>", ok(), behind()), diverged("a&b"));
    assertThat(html())
        .doesNotContain("<script>alert", "<b>x", "<img")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;img/src=x&gt;", "a&amp;b");
  }

  @Test
  void dumpsTheWholeState() throws Exception {
    engine.configured().source("/code/x", running(), local("main", ok(), behind()));
    assertThat(dump()).contains("this machine is laptop", "branch main at ", "nas: Exactly[");
  }

  @Test
  void usesNeitherInlineScriptNorInlineStyle() throws Exception {
    engine.configured().source("/code/x", running(), local("main", ok(), behind()));
    assertThat(html())
        .doesNotContainPattern("<script(?![^>]*src=)")
        .doesNotContainPattern("\\son[a-z]+=");
    assertThat(html()).doesNotContain("style=", "<style");
  }

  @Test
  void rendersAThousandSourcesQuicklyEnough() throws Exception {
    engine.configured();
    for (int i = 0; i < 1_000; i++) {
      engine.source("/code/repo" + i, running(), local("main", ok(), behind()), diverged("main"));
    }
    html();
    long begun = System.nanoTime();
    String page = html();
    long millis = (System.nanoTime() - begun) / 1_000_000;
    System.getLogger("test").log(System.Logger.Level.INFO, "1,000 sources: {0} ms", millis);
    assertThat(page).contains("repo999");
    assertThat(millis).isLessThan(5_000);
  }
}
