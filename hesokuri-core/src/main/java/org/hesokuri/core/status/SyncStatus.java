package org.hesokuri.core.status;

import com.google.common.collect.ImmutableList;
import java.time.Instant;
import java.util.Optional;
import org.hesokuri.core.model.Configuration;

/**
 * Everything that is known at one moment.
 *
 * @param at when it was put together
 * @param configuration the configuration and what is wrong with its file
 * @param sources the sources that this machine holds, by path
 * @param peers the machines that share a source with this one, by name
 */
public record SyncStatus(
    Instant at,
    ConfigurationStatus configuration,
    ImmutableList<SourceStatus> sources,
    ImmutableList<PeerStatus> peers) {

  /**
   * The configuration as it runs, beside what its file says.
   *
   * @param running what runs; empty until the first valid configuration
   * @param origin where it comes from, for people, such as the path of the file
   * @param since when the running one took effect, or when the wait for a first one began
   * @param problems what is wrong with the file now, one sentence each; while there are any, the
   *     running configuration is older than the file
   * @param warnings what is odd but harmless in the file
   */
  public record ConfigurationStatus(
      Optional<Configuration> running,
      String origin,
      Instant since,
      ImmutableList<String> problems,
      ImmutableList<String> warnings) {}
}
