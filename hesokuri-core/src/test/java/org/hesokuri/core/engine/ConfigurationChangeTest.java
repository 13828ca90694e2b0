package org.hesokuri.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Arrays;
import java.util.Optional;
import org.hesokuri.core.model.Configuration;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;
import org.junit.jupiter.api.Test;

final class ConfigurationChangeTest {

  private static final PeerId ME = new PeerId("me");

  private static Source source(String path, String... peers) {
    ImmutableSortedMap.Builder<PeerId, RepoPath> paths = ImmutableSortedMap.naturalOrder();
    Arrays.stream(peers).forEach(peer -> paths.put(new PeerId(peer), new RepoPath(path)));
    return Source.at(paths.buildOrThrow());
  }

  private static Configuration configuration(PeerId self, Source... sources) {
    return new Configuration(self, ImmutableList.copyOf(sources));
  }

  @Test
  void startsEverythingTheFirstTime() {
    ConfigurationChange change =
        ConfigurationChange.between(
            Optional.empty(), configuration(ME, source("/a", "me", "beta"), source("/b", "beta")));
    assertThat(change.started()).containsOnlyKeys(new RepoPath("/a"));
    assertThat(change.peersCome()).containsExactly(new PeerId("beta"));
    assertThat(change.stopped()).isEmpty();
    assertThat(change.kept()).isEmpty();
  }

  @Test
  void tellsWhatComesStaysAndGoes() {
    ConfigurationChange change =
        ConfigurationChange.between(
            Optional.of(configuration(ME, source("/a", "me", "beta"), source("/b", "me", "gamma"))),
            configuration(ME, source("/a", "me", "beta"), source("/c", "me", "delta")));
    assertThat(change.kept()).containsOnlyKeys(new RepoPath("/a"));
    assertThat(change.stopped()).containsExactly(new RepoPath("/b"));
    assertThat(change.started()).containsOnlyKeys(new RepoPath("/c"));
    assertThat(change.peersGone()).containsExactly(new PeerId("gamma"));
    assertThat(change.peersCome()).containsExactly(new PeerId("delta"));
  }

  @Test
  void startsAnewUnderAnotherIdentity() {
    Source source = source("/a", "me", "beta", "gamma");
    ConfigurationChange change =
        ConfigurationChange.between(
            Optional.of(configuration(ME, source)), configuration(new PeerId("gamma"), source));
    assertThat(change.stopped()).containsExactly(new RepoPath("/a"));
    assertThat(change.started()).containsOnlyKeys(new RepoPath("/a"));
    assertThat(change.peersGone()).containsExactly(new PeerId("beta"), new PeerId("gamma"));
    assertThat(change.peersCome()).containsExactly(new PeerId("beta"), ME);
  }
}
