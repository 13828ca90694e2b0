package org.hesokuri.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hesokuri.core.model.Configuration;
import org.hesokuri.core.model.Identities;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;

/**
 * What a valid configuration file says, the same on every machine.
 *
 * <p>Immutable. Two files are compared by their {@link #sources()}.
 */
public final class ConfigurationFile {

  private final ImmutableList<PlacedSource> placed;

  ConfigurationFile(ImmutableList<PlacedSource> placed) {
    this.placed = placed;
  }

  /** The sources as the file states them, {@code ~/} paths included, in its order. */
  public ImmutableList<Source> sources() {
    return placed.stream().map(PlacedSource::source).collect(ImmutableList.toImmutableList());
  }

  /** All identities that the file names. */
  public Identities identities() {
    return Identities.of(
        placed.stream()
            .flatMap(source -> source.source().paths().keySet().stream())
            .distinct()
            .toList());
  }

  /**
   * The configuration of one machine.
   *
   * @param self which of the file's identities the machine is
   * @param home the machine's home folder, for its own {@code ~/} paths; absolute
   * @return the configuration, or what of the file this home folder makes wrong
   * @throws IllegalArgumentException if {@code self} differs from an identity of the file only in
   *     case; {@link ThisMachine} answers with the file's spelling
   */
  public Resolution forPeer(PeerId self, Path home) {
    Problems problems = new Problems();
    List<PlacedPath> own = new ArrayList<>();
    ImmutableList.Builder<Source> sources = ImmutableList.builder();
    for (PlacedSource source : placed) {
      Optional<PlacedPath> here =
          source.paths().stream()
              .filter(entry -> entry.peer().equals(self))
              .findFirst()
              .flatMap(entry -> inHome(entry, home, problems));
      here.ifPresent(own::add);
      sources.add(here.map(entry -> withPath(source.source(), entry)).orElse(source.source()));
    }
    CrossCheck.tellSharedFolders(own, problems);
    return problems.isEmpty()
        ? new Resolution.Resolved(new Configuration(self, sources.build()))
        : new Resolution.Conflicting(problems.inOrder());
  }

  private static Optional<PlacedPath> inHome(PlacedPath entry, Path home, Problems problems) {
    try {
      RepoPath path = entry.path().inHome(home.normalize().toString());
      return Optional.of(new PlacedPath(entry.peerAt(), entry.peer(), entry.pathAt(), path));
    } catch (IllegalArgumentException e) {
      problems.add(entry.pathAt(), () -> "with this machine's home folder, " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Source withPath(Source source, PlacedPath entry) {
    ImmutableSortedMap.Builder<PeerId, RepoPath> paths = ImmutableSortedMap.naturalOrder();
    source
        .paths()
        .forEach((peer, path) -> paths.put(peer, peer.equals(entry.peer()) ? entry.path() : path));
    return new Source(paths.buildOrThrow(), source.liveEdit(), source.unwanted(), source.keepFor());
  }
}
