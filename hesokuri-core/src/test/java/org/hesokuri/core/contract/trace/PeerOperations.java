package org.hesokuri.core.contract.trace;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.hesokuri.core.contract.UserRepository;
import org.hesokuri.core.git.Advertisement;
import org.hesokuri.core.git.CommitPair;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.PeerConnection;
import org.hesokuri.core.git.Push;
import org.hesokuri.core.git.PushResult;
import org.hesokuri.core.git.Relation;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;

/** What is pushed to the peer, and what its user does. */
final class PeerOperations {

  private static final String TOO_LONG = "n".repeat(251);

  private final Choices choices;
  private final boolean bare;
  private String head = "main";
  private boolean hooked;

  PeerOperations(Choices choices, boolean bare) {
    this.choices = choices;
    this.bare = bare;
  }

  /** A push over an open connection, or something that leads to one. */
  Operation next() {
    Optional<Operation> found = Optional.empty();
    while (found.isEmpty()) {
      boolean connected = choices.model.connection().isPresent();
      int which = choices.below(10);
      found =
          which < 4
              ? connected ? push() : Optional.of(connect())
              : which < 5 ? Optional.of(connect()) : byTheirUser();
    }
    return found.get();
  }

  private Operation connect() {
    boolean away = choices.oneIn(12);
    return new Operation(
        "connects" + (away ? " while there is nothing" : ""),
        replica -> {
          replica.disconnect();
          if (away) {
            replica.theirs.vanish();
          }
          try {
            PeerConnection connection =
                replica.repository.connect(replica.fixture.peer(), replica.theirs.path());
            replica.connected(connection);
            return told(replica, connection.advertised());
          } finally {
            if (away) {
              replica.theirs.comeBack();
            }
          }
        });
  }

  private static String told(Replica replica, Advertisement advertised) {
    Map<String, CommitHash> branches = new TreeMap<>();
    advertised.branches().forEach((name, tip) -> branches.put(name.text(), tip));
    return replica.named(branches) + " kept " + replica.named(advertised.kept());
  }

  private Optional<Operation> byTheirUser() {
    return switch (choices.below(8)) {
      case 0, 1 -> point();
      case 2 ->
          choices
              .pickIfAny(choices.model.theirs.branches().keySet())
              .map(
                  branch ->
                      Operation.of(
                          "there git update-ref -d " + branch,
                          replica -> replica.theirs.delete(branch)));
      case 3 -> checkOut();
      case 4 -> hook();
      case 5 -> commit();
      case 6 -> fetch();
      default ->
          Optional.of(Operation.of("there git pack-refs", replica -> replica.theirs.packRefs()));
    };
  }

  private String branchName() {
    String name = choices.branchName();
    return choices.oneIn(3) ? name : name.replace("beta", "me");
  }

  private Optional<Operation> point() {
    String branch = branchName();
    boolean own = choices.oneIn(3);
    Optional<String> tip = choices.pickIfAny(own ? choices.there : choices.here);
    if (tip.isEmpty() || !choices.canBeThere(branch)) {
      return Optional.empty();
    }
    choices.there.add(tip.get());
    return Optional.of(
        Operation.of(
            "there " + branch + " is pointed to " + tip.get(),
            replica -> {
              if (!own) {
                replica.theirs.fetch(replica.mine, replica.commit(tip.get()));
              }
              replica.theirs.point(branch, replica.commit(tip.get()));
            }));
  }

  private Optional<Operation> checkOut() {
    Optional<String> branch = choices.pickIfAny(choices.model.theirs.branches().keySet());
    if (bare || branch.isEmpty()) {
      return Optional.empty();
    }
    head = branch.get();
    return Optional.of(
        Operation.of(
            "there git checkout " + branch.get(),
            replica -> replica.theirs.main().checkOut(branch.get())));
  }

  private Optional<Operation> hook() {
    if (hooked) {
      hooked = false;
      return Optional.of(Operation.of("there hooks go", replica -> replica.theirs.refuseNothing()));
    }
    hooked = true;
    UserRepository.Hook hook = choices.pick(List.of(UserRepository.Hook.values()));
    String part =
        choices.pick(List.of("refs/hesokuri", "hesokr_me", "refs/heads/x", "heads/main", "x"));
    return Optional.of(
        Operation.of(
            "there a hook " + hook + " refuses " + part,
            replica -> replica.theirs.refuse(hook, part)));
  }

  private Optional<Operation> commit() {
    String name = choices.newCommit();
    Optional<String> parent = choices.pickIfAny(choices.there);
    Map<String, String> tree = choices.tree();
    choices.there.add(name);
    return Optional.of(
        Operation.of(
            "there " + name + " is made of " + parent,
            replica ->
                replica.call(
                    name,
                    replica.theirs.commit(
                        tree, parent.map(replica::commit).map(List::of).orElse(List.of())))));
  }

  private Optional<Operation> fetch() {
    return choices
        .pickIfAny(choices.there)
        .map(
            commit -> {
              choices.here.add(commit);
              return Operation.of(
                  commit + " is fetched from there",
                  replica -> replica.mine.fetch(replica.theirs, replica.commit(commit)));
            });
  }

  /** One push in words that all replicas share. */
  private record Planned(String target, String tip, Optional<String> expected, boolean displaces) {
    Push on(Replica replica) {
      return new Push(
          new BranchName(target), replica.commit(tip), expected.map(replica::commit), displaces);
    }
  }

  private Optional<Operation> push() {
    Advertisement advertised = choices.model.connection().orElseThrow().advertised();
    Set<String> targets = new LinkedHashSet<>();
    for (int i = choices.below(5); i >= 0; i--) {
      targets.add(
          advertised.branches().isEmpty() || choices.oneIn(2)
              ? branchName()
              : choices.pick(advertised.branches().keySet()).text());
    }
    if (choices.oneIn(12)) {
      targets.add(TOO_LONG);
    }
    List<Planned> plan = new ArrayList<>();
    targets.forEach(target -> planned(target, advertised).ifPresent(plan::add));
    return plan.isEmpty() ? Optional.empty() : Optional.of(push(plan));
  }

  private Optional<Planned> planned(String target, Advertisement advertised) {
    Optional<String> expected =
        Optional.ofNullable(advertised.branches().get(new BranchName(target)))
            .map(choices.model::nameOf);
    Optional<String> tip = choices.pickIfAny(choices.oneIn(15) ? choices.there : choices.here);
    return tip.filter(it -> !expected.equals(Optional.of(it)))
        .map(
            it ->
                new Planned(
                    target,
                    it,
                    expected,
                    expected.filter(old -> relation(it, old) != Relation.AHEAD).isPresent()));
  }

  private Relation relation(String left, String right) {
    try {
      CommitPair pair = new CommitPair(choices.model.commit(left), choices.model.commit(right));
      return choices.model.repository.ancestry(ImmutableSet.of(pair)).of(pair.left(), pair.right());
    } catch (GitFailure failure) {
      throw new AssertionError("the model cannot be asked", failure);
    }
  }

  private Operation push(List<Planned> plan) {
    Optional<UserRepository.Cut> cut =
        isSureToHappen(plan) && choices.oneIn(4)
            ? Optional.of(choices.pick(List.of(UserRepository.Cut.values())))
            : Optional.empty();
    return new Operation(
        "pushes " + plan + cut.map(where -> ", cut " + where).orElse(""),
        replica -> {
          if (cut.isPresent()) {
            replica.theirs.cutPushes(cut);
          }
          ImmutableList<Push> pushes =
              plan.stream().map(each -> each.on(replica)).collect(ImmutableList.toImmutableList());
          ImmutableMap<Push, PushResult> results = replica.connection().orElseThrow().push(pushes);
          replica.disconnect();
          if (cut.isPresent()) {
            replica.theirs.cutPushes(Optional.empty());
          }
          return told(pushes, results);
        });
  }

  /** Only such a push can be cut alike by all: a refused one is answered before its effect. */
  private boolean isSureToHappen(List<Planned> plan) {
    Planned only = plan.get(0);
    Optional<String> there = choices.model.theirs.tip(only.target()).map(choices.model::nameOf);
    return plan.size() == 1
        && !hooked
        && choices.here.contains(only.tip())
        && !only.target().equals(TOO_LONG)
        && there.equals(only.expected())
        && choices.canBeThere(only.target())
        && (bare || !head.equals(only.target()));
  }

  private static String told(ImmutableList<Push> pushes, ImmutableMap<Push, PushResult> results) {
    StringBuilder told = new StringBuilder();
    for (Push push : pushes) {
      told.append(push.target().text())
          .append(' ')
          .append(
              Objects.requireNonNull(results.get(push))
                  .<String>fold(
                      accepted -> "accepted",
                      lostRace -> "lost the race",
                      refused -> "refused",
                      unknown -> "unknown"))
          .append(", ");
    }
    return told.toString();
  }
}
