package org.hesokuri.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigurationTest {

  private static final PeerId ME = new PeerId("me");
  private static final PeerId NAS = new PeerId("nas");

  private static Source source(String here, String there) {
    return Source.at(ImmutableSortedMap.of(ME, new RepoPath(here), NAS, new RepoPath(there)));
  }

  @Test
  void knowsItsSourcesPeersAndIdentities() {
    Source elsewhere =
        Source.at(
            ImmutableSortedMap.of(NAS, new RepoPath("/x"), new PeerId("far"), new RepoPath("/x")));
    Configuration configuration =
        new Configuration(ME, ImmutableList.of(source("/a", "/a"), elsewhere));
    assertThat(configuration.sourcesHere()).containsOnlyKeys(new RepoPath("/a"));
    assertThat(configuration.peers()).containsExactly(NAS);
    assertThat(configuration.identities().peers()).containsExactly(new PeerId("far"), ME, NAS);
  }

  @ParameterizedTest
  @CsvSource({"/a, /a", "/a, /a/", "/a, /a/b", "/a/b/c, /a/b", "/a, //a/b"})
  void refusesSourcesThatShareAFolder(String one, String other) {
    assertThatThrownBy(
            () ->
                new Configuration(
                    ME,
                    ImmutableList.of(source(one, "/1"), source("/a-b", "/2"), source(other, "/3"))))
        .hasMessageContaining("share a folder");
  }

  @Test
  void refusesIdentitiesThatDifferOnlyInCase() {
    Source source = Source.at(ImmutableSortedMap.of(new PeerId("NAS"), new RepoPath("/b")));
    assertThatThrownBy(() -> new Configuration(ME, ImmutableList.of(source("/a", "/a"), source)))
        .hasMessageContaining("differ only in case");
  }

  @Test
  void refusesASourceWithoutPeersOrWithoutMemory() {
    assertThatThrownBy(() -> Source.at(ImmutableSortedMap.of()))
        .hasMessageContaining("host-to-path");
    assertThatThrownBy(
            () ->
                new Source(
                    ImmutableSortedMap.of(ME, new RepoPath("/a")),
                    LiveEditRule.DEFAULT,
                    UnwantedRule.NONE,
                    Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
