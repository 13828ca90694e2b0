package org.hesokuri.core.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.hesokuri.core.git.Ancestry;
import org.hesokuri.core.git.CommitPair;
import org.hesokuri.core.git.GitBackend;
import org.hesokuri.core.git.GitRepository;
import org.hesokuri.core.git.Opening;
import org.hesokuri.core.git.PeerConnection;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.git.PushResult;
import org.hesokuri.core.git.Relation;
import org.hesokuri.core.git.RepoSnapshot;
import org.hesokuri.core.git.StepOutcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulator notices a backend that does wrong, and tells it so that it can be replayed. */
final class PlantedFaultsTest {

  private static final long SEEDS = 500;
  private static final int FEW_DEEDS = 8;

  /** Of so many schedules the shortest counts: some need a long way to the same fault. */
  private static final int FINDINGS = 3;

  /** What a backend does wrong, and which promise is broken by it. */
  enum Fault {
    WRITES_INTO_WORKTREES(Promise.S2) {
      @Override
      Object instead(SimulatedBackend git, Object answer) {
        if (answer instanceof StepOutcome.Done) {
          git.host().repositories().stream()
              .flatMap(repository -> repository.worktrees().stream())
              .forEach(worktree -> worktree.files.put("file3", "from nobody"));
        }
        return answer;
      }
    },
    SEES_NO_WORKTREES(Promise.S5) {
      @Override
      Object instead(SimulatedBackend git, Object answer) {
        return answer instanceof RepoSnapshot seen
            ? new RepoSnapshot(seen.branches(), ImmutableList.of(), seen.kept(), seen.unreadable())
            : answer;
      }
    },
    TAKES_DIVERGED_FOR_AHEAD(Promise.S6) {
      @Override
      Object instead(SimulatedBackend git, Object answer) {
        if (!(answer instanceof Ancestry truth)) {
          return answer;
        }
        Map<CommitPair, Relation> lies = new HashMap<>(truth.answers());
        lies.replaceAll((pair, is) -> is == Relation.DIVERGED ? Relation.AHEAD : is);
        return new Ancestry(ImmutableMap.copyOf(lies));
      }
    },
    TAKES_SILENCE_FOR_YES(Promise.S7) {
      @Override
      Object instead(SimulatedBackend git, Object answer) {
        if (!(answer instanceof ImmutableMap<?, ?> results)) {
          return answer;
        }
        ImmutableMap.Builder<Object, Object> lies = ImmutableMap.builder();
        results.forEach(
            (push, result) ->
                lies.put(
                    push,
                    result instanceof PushResult.Unknown ? new PushResult.Accepted() : result));
        return lies.buildOrThrow();
      }
    },
    MEETS_NOBODY(Promise.L1) {
      @Override
      Object instead(SimulatedBackend git, Object answer) throws PeerFailure {
        if (answer instanceof PeerConnection) {
          throw new PeerFailure(PeerFailure.Kind.UNREACHABLE, "nobody is there");
        }
        return answer;
      }
    };

    private final Promise broken;

    Fault(Promise broken) {
      this.broken = broken;
    }

    /** What the engine is told instead of the true answer. */
    abstract Object instead(SimulatedBackend git, Object answer) throws PeerFailure;

    Tampering tampering() {
      return git -> around(git, GitBackend.class, git);
    }

    private <T> T around(SimulatedBackend git, Class<T> type, T inner) {
      return type.cast(
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (proxy, method, arguments) -> {
                try {
                  return passedOn(git, instead(git, method.invoke(inner, arguments)));
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              }));
    }

    private Object passedOn(SimulatedBackend git, Object answer) {
      if (answer instanceof Opening.Opened opened) {
        return new Opening.Opened(around(git, GitRepository.class, opened.repository()));
      }
      if (answer instanceof GitRepository repository) {
        return around(git, GitRepository.class, repository);
      }
      return answer instanceof PeerConnection connection
          ? around(git, PeerConnection.class, connection)
          : answer;
    }
  }

  @ParameterizedTest
  @EnumSource
  void isNoticedAndToldSoThatItCanBeReplayed(Fault fault) {
    Simulator.Failure found =
        LongStream.range(0, SEEDS)
            .mapToObj(seed -> Simulator.replay(Script.of(seed), fault.tampering()))
            .flatMap(Optional::stream)
            .filter(failure -> failure.promise() == fault.broken)
            .limit(FINDINGS)
            .min(Comparator.comparingInt(failure -> failure.script().deeds().size()))
            .orElseThrow(() -> new AssertionError(fault + " was not noticed"));

    assertThat(found.script().deeds()).as(found.told()).hasSizeLessThanOrEqualTo(FEW_DEEDS);
    assertThat(found.told())
        .contains("seed " + found.script().seed() + " breaks " + fault.broken)
        .contains(fault.broken.sentence())
        .contains("-Dreplay=" + found.script().seed())
        .contains(found.script().text());

    Script kept = Script.parse(found.text());
    assertThat(kept).isEqualTo(found.script());
    Simulator.Failure again = Simulator.replay(kept, fault.tampering()).orElseThrow();
    assertThat(again.broken()).hasToString(found.broken().toString());
    assertThat(again.trace()).isEqualTo(found.trace()).isNotEmpty();
    assertThat(Simulator.replay(kept, Tampering.NONE)).as("without the fault").isEmpty();
  }
}
