package org.hesokuri.web.page;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.Configuration;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;
import org.hesokuri.core.model.UnwantedRule;
import org.hesokuri.core.status.SyncStatus;

/**
 * What the page of the configuration shows: what runs, beside what is wrong with the file.
 *
 * @param shell what is around it
 * @param origin the file
 * @param first what a newcomer is told, before the first configuration
 * @param since since when it runs
 * @param problems what is wrong with the file
 * @param warnings what is odd in it
 * @param sources the sources as they run
 */
record ConfigurationPage(
    Shell shell,
    String origin,
    Optional<FirstRun> first,
    Moment since,
    ImmutableList<String> problems,
    ImmutableList<String> warnings,
    ImmutableList<Definition> sources) {

  /** A source as it runs. */
  record Definition(
      String name,
      String href,
      ImmutableList<Place> places,
      String liveEdit,
      String unwanted,
      long keepDays) {}

  /** Where a peer holds a source. */
  record Place(String peer, String path, boolean here) {}

  static ConfigurationPage of(Shell.Frame frame, SyncStatus status, Optional<String> machine) {
    Instant now = status.at();
    SyncStatus.ConfigurationStatus configuration = status.configuration();
    return new ConfigurationPage(
        frame.around(status, "Configuration", "/configuration"),
        Quoted.line(configuration.origin()),
        configuration.running().isPresent()
            ? Optional.empty()
            : Optional.of(FirstRun.of(configuration, machine)),
        Moment.of(configuration.since(), now),
        sentences(configuration.problems()),
        sentences(configuration.warnings()),
        configuration.running().map(ConfigurationPage::definitions).orElse(ImmutableList.of()));
  }

  private static ImmutableList<String> sentences(List<String> texts) {
    return texts.stream().map(Words::sentence).collect(ImmutableList.toImmutableList());
  }

  private static ImmutableList<Definition> definitions(Configuration running) {
    return running.sources().stream()
        .map(source -> definition(source, running.self()))
        .collect(ImmutableList.toImmutableList());
  }

  private static Definition definition(Source source, PeerId self) {
    ImmutableSortedMap<PeerId, RepoPath> paths = source.paths();
    Optional<RepoPath> here = source.pathOn(self);
    return new Definition(
        Quoted.plain(here.orElseGet(() -> paths.values().asList().get(0)).lastPart()),
        here.map(Links::to).orElse(""),
        paths.entrySet().stream()
            .map(
                each ->
                    new Place(
                        each.getKey().name(),
                        Quoted.line(each.getValue().text()),
                        each.getKey().equals(self)))
            .collect(ImmutableList.toImmutableList()),
        SourcePage.liveEdit(source.liveEdit()),
        unwanted(source.unwanted()),
        source.keepFor().toDays());
  }

  private static String unwanted(UnwantedRule rule) {
    ImmutableList.Builder<String> names = ImmutableList.builder();
    for (Map.Entry<BranchName, UnwantedRule.Commits> each : rule.branches().entrySet()) {
      boolean everywhere = each.getValue().equals(UnwantedRule.Commits.ANY);
      names.add(
          Quoted.plain(each.getKey().text()) + (everywhere ? "" : " (at the listed commits only)"));
    }
    ImmutableList<String> all = names.build();
    return all.isEmpty() ? "no branch" : String.join(", ", all);
  }
}
