package org.hesokuri.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class QuotedTest {

  @Test
  void leavesHarmlessTextAsItIs() {
    assertThat(Quoted.of("größe 日本語 <b>")).isEqualTo("\"größe 日本語 <b>\"");
    assertThat(Quoted.plain("main")).isEqualTo("main");
    assertThat(Quoted.line("main is ahead")).isEqualTo("main is ahead");
  }

  @Test
  void writesWhatNobodySeesAsEscapes() {
    String hostile = "a\nb\u001b[31m\u202ec\u2028\ud800";
    String harmless = "a\\u000ab\\u001b[31m\\u202ec\\u2028\\ud800";
    assertThat(Quoted.plain(hostile)).isEqualTo(harmless);
    assertThat(Quoted.line(hostile)).isEqualTo(harmless);
  }

  @Test
  void cutsANameAfterAHundredAndTwentyCharactersButNeverASentence() {
    String longest = "😀".repeat(120);
    assertThat(Quoted.plain(longest)).isEqualTo(longest);
    assertThat(Quoted.plain(longest + "x")).isEqualTo(longest + "...");
    assertThat(Quoted.line(longest + "x")).isEqualTo(longest + "x");
  }
}
