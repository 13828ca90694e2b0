package org.hesokuri.daemon.repository;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hesokuri.core.git.CommitSummary;
import org.hesokuri.core.git.FoldedTip;
import org.hesokuri.core.git.GitBackend;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.GitRepository;
import org.hesokuri.core.git.KeptFold;
import org.hesokuri.core.git.KeptLedger;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.RepoSnapshot;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.daemon.ask.Spoken;
import org.hesokuri.daemon.json.JsonText;

/** What {@code hesokuri kept} and {@code hesokuri restore} do with displaced tips. */
public final class KeptTips {

  private static final int SHOWN_HASH = 10;
  private static final int SHORTEST_HASH = 4;

  private KeptTips() {}

  /**
   * A tip that is kept.
   *
   * @param repository where
   * @param age for how long, as far as this machine saw it
   * @param subject of its commit, harmless to print; empty if it cannot be read
   */
  public record Kept(RepoPath repository, KeptTip tip, Duration age, Optional<String> subject) {

    /** For people. */
    public String line() {
      return tip.tip().hex().substring(0, SHOWN_HASH)
          + "  "
          + tip.branch()
          + "  kept for "
          + Spoken.time(age)
          + "  "
          + subject.orElse("(it cannot be read; look with git fsck)");
    }

    /** For programs. */
    public JsonText.Part json() {
      return json -> {
        json.writeStringField("repository", repository.text());
        json.writeStringField("branch", tip.branch().text());
        json.writeStringField("tip", tip.tip().hex());
        json.writeNumberField("keptForSeconds", age.toSeconds());
        if (subject.isPresent()) {
          json.writeStringField("subject", subject.get());
        }
      };
    }
  }

  /**
   * Lists what is kept in one repository, the youngest last.
   *
   * @throws CannotDo if the repository cannot be read
   */
  public static ImmutableList<Kept> in(RepoPath path, GitBackend git) throws CannotDo {
    try (GitRepository repository = OpenedRepository.at(path, git)) {
      Map<KeptTip, Duration> kept = ages(repository);
      ImmutableMap<CommitHash, CommitSummary> commits =
          repository.describe(
              kept.keySet().stream().map(KeptTip::tip).collect(ImmutableSet.toImmutableSet()));
      return kept.entrySet().stream()
          .map(
              tip ->
                  new Kept(
                      path,
                      tip.getKey(),
                      tip.getValue(),
                      Optional.ofNullable(commits.get(tip.getKey().tip()))
                          .map(commit -> Quoted.line(commit.subject()))))
          .sorted(
              Comparator.comparing(Kept::age).reversed().thenComparing(each -> each.tip().ref()))
          .collect(ImmutableList.toImmutableList());
    } catch (GitFailure failure) {
      throw OpenedRepository.because(failure);
    }
  }

  /**
   * How old each tip is, be it a ref of its own or folded; one that is both is as old as its ref.
   */
  private static Map<KeptTip, Duration> ages(GitRepository repository) throws GitFailure {
    RepoSnapshot seen = repository.look();
    KeptLedger ledger = repository.readKeptLedger();
    Map<KeptTip, Duration> ages = new HashMap<>();
    for (KeptFold fold : seen.folds()) {
      Duration youngest = ledger.folds().getOrDefault(fold.week(), Duration.ZERO);
      ImmutableList<FoldedTip> tips = repository.readFold(fold);
      Instant last =
          tips.stream()
              .map(FoldedTip::displaced)
              .max(Comparator.naturalOrder())
              .orElse(Instant.EPOCH);
      for (FoldedTip each : tips) {
        Duration age = youngest.plus(Duration.between(each.displaced(), last));
        ages.merge(each.tip(), age, (one, other) -> one.compareTo(other) < 0 ? one : other);
      }
    }
    seen.kept().forEach(tip -> ages.put(tip, ledger.ages().getOrDefault(tip, Duration.ZERO)));
    return ages;
  }

  /**
   * Makes a new branch of a kept tip, never over one that is there.
   *
   * @param hash the tip, or the beginning of it
   * @param branch the name of the new branch
   * @return what was done, in a sentence
   * @throws CannotDo if there is no such tip, or the branch is there already
   */
  public static String restore(RepoPath path, String hash, String branch, GitBackend git)
      throws CannotDo {
    BranchName name;
    try {
      name = new BranchName(branch);
    } catch (IllegalArgumentException e) {
      throw new CannotDo("that is no name for a branch: " + e.getMessage(), e);
    }
    try (GitRepository repository = OpenedRepository.at(path, git)) {
      CommitHash tip = only(path, hash, ages(repository).keySet());
      return repository
          .apply(new Step.MoveBranch(name, Optional.empty(), tip))
          .<Told>fold(
              done ->
                  () ->
                      "made " + name + " at " + tip.hex().substring(0, SHOWN_HASH) + " in " + path,
              lostRace ->
                  () -> {
                    throw new CannotDo(
                        "there is a branch " + name + " in " + path + "; choose another name");
                  },
              refused ->
                  () -> {
                    throw new CannotDo(name + " was not made in " + path + ": " + refused.why());
                  })
          .sentence();
    } catch (GitFailure failure) {
      throw OpenedRepository.because(failure);
    }
  }

  private interface Told {
    String sentence() throws CannotDo;
  }

  private static CommitHash only(RepoPath path, String hash, Set<KeptTip> kept) throws CannotDo {
    if (hash.length() < SHORTEST_HASH) {
      throw new CannotDo("say at least " + SHORTEST_HASH + " digits of the kept tip");
    }
    ImmutableSet<CommitHash> fitting =
        kept.stream()
            .map(KeptTip::tip)
            .filter(tip -> tip.hex().startsWith(hash.toLowerCase(Locale.ROOT)))
            .collect(ImmutableSet.toImmutableSet());
    if (fitting.size() != 1) {
      throw new CannotDo(
          (fitting.isEmpty() ? "no kept tip of " : "more than one kept tip of ")
              + path
              + " begins with "
              + Quoted.plain(hash)
              + "; hesokuri kept lists them");
    }
    return fitting.iterator().next();
  }
}
