package org.hesokuri.core.status;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;

/**
 * How one source of this machine stands.
 *
 * @param path where this machine holds it; names the source
 * @param source its definition
 * @param state whether it can be worked on
 * @param branches its branches as last seen, by name
 * @param peerProblems what keeps a peer from being given this source although the peer is there
 * @param remarks what else the user should know, such as branches that cannot be read
 * @param keptTips how many displaced tips are kept here
 */
public record SourceStatus(
    RepoPath path,
    Source source,
    State state,
    ImmutableList<BranchStatus> branches,
    ImmutableSortedMap<PeerId, PeerProblem> peerProblems,
    ImmutableList<String> remarks,
    int keptTips) {

  /** Whether a source can be worked on. */
  public sealed interface State {

    /**
     * Calls the function for this state, so that a new one cannot be forgotten.
     *
     * @param <T> what the functions give
     * @param starting what is done with a source that starts
     * @param running what is done with one that runs
     * @param stopped what is done with one that was stopped
     * @return what the function gave
     */
    <T> T fold(
        Function<? super Starting, ? extends T> starting,
        Function<? super Running, ? extends T> running,
        Function<? super Stopped, ? extends T> stopped);
  }

  /** It was not looked at yet. */
  public record Starting() implements State {
    @Override
    public <T> T fold(
        Function<? super Starting, ? extends T> starting,
        Function<? super Running, ? extends T> running,
        Function<? super Stopped, ? extends T> stopped) {
      return starting.apply(this);
    }
  }

  /**
   * It is worked on.
   *
   * @param lookedAt when it was last looked at
   */
  public record Running(Instant lookedAt) implements State {
    @Override
    public <T> T fold(
        Function<? super Starting, ? extends T> starting,
        Function<? super Running, ? extends T> running,
        Function<? super Stopped, ? extends T> stopped) {
      return running.apply(this);
    }
  }

  /**
   * It is left alone until the cause is gone, which is looked for again and again.
   *
   * @param why a sentence: what, why and what next
   * @param since when it stopped
   */
  public record Stopped(String why, Instant since) implements State {
    @Override
    public <T> T fold(
        Function<? super Starting, ? extends T> starting,
        Function<? super Running, ? extends T> running,
        Function<? super Stopped, ? extends T> stopped) {
      return stopped.apply(this);
    }
  }

  /**
   * Why a peer that can be met cannot be given this source.
   *
   * @param why a sentence: what, why and what next
   * @param since when that began
   * @param nextTry when it is tried again, if that is planned
   */
  public record PeerProblem(String why, Instant since, Optional<Instant> nextTry) {}
}
