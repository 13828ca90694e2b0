package org.hesokuri.daemon.ask;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.daemon.json.JsonText;

/**
 * What {@code hesokuri status} says.
 *
 * @param calm whether every branch is on every peer and nothing waits for the user
 * @param sentence how it stands, in one sentence
 * @param matters what is not in order, a sentence each
 * @param page where the daemon tells more
 */
public record StatusReport(
    boolean calm, String sentence, ImmutableList<String> matters, String page) {

  private static final int SHOWN_HASH = 10;

  /**
   * Asks the daemon.
   *
   * @param only the path of the source that is of interest, or a part of it; empty for all
   * @throws CannotAsk if it cannot be asked, or no source has such a path
   */
  public static StatusReport from(RunningDaemon daemon, Optional<String> only) throws CannotAsk {
    JsonTree state = daemon.get("/api/v1/state");
    Instant now = Instant.parse(state.text("at"));
    List<JsonTree> sources = new ArrayList<>();
    for (JsonTree source : daemon.all("/api/v1/sources")) {
      if (only.filter(part -> !source.text("path").contains(part)).isEmpty()) {
        sources.add(source);
      }
    }
    if (only.isPresent() && sources.isEmpty()) {
      throw CannotAsk.unknown(
          "this machine holds no source whose path contains "
              + Quoted.of(only.get())
              + "; hesokuri status lists all");
    }
    List<String> details = new ArrayList<>();
    JsonTree configuration = state.at("configuration");
    configuration
        .at("problems")
        .items()
        .forEach(each -> details.add("configuration: " + each.text()));
    sources.sort(Comparator.comparing(source -> source.text("path")));
    Backlog backlog = new Backlog();
    List<String> ofSources = new ArrayList<>();
    List<JsonTree> peers = daemon.all("/api/v1/peers");
    for (JsonTree peer : peers) {
      failure(peer).ifPresent(why -> backlog.unreachable(peer.text("id"), why));
    }
    for (JsonTree source : sources) {
      ofSources.addAll(source(daemon, source, backlog, now));
    }
    peers.forEach(peer -> peer(peer, backlog, now).ifPresent(details::add));
    details.addAll(ofSources);
    boolean configured = configuration.isTrue("inForce");
    boolean calm = configured && details.isEmpty();
    return new StatusReport(
        calm,
        configured ? sentence(sources, calm) : notConfigured(configuration),
        ImmutableList.copyOf(details),
        daemon.page());
  }

  /** For people: the sentence first, then what is not in order. */
  public ImmutableList<String> lines() {
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    lines.add(sentence);
    matters.forEach(line -> lines.add("  " + line));
    if (!calm) {
      lines.add("More: " + page);
    }
    return lines.build();
  }

  /** For programs. */
  public String json() {
    return JsonText.object(
        json -> {
          json.writeBooleanField("calm", calm);
          json.writeStringField("sentence", sentence);
          JsonText.texts(json, "matters", matters);
          json.writeStringField("page", page);
        });
  }

  private static String notConfigured(JsonTree configuration) {
    return "Nothing is configured: write "
        + configuration.text("origin")
        + ", and it takes effect by itself. `hesokuri init` writes a first one.";
  }

  private static String sentence(List<JsonTree> sources, boolean calm) {
    int branches = sum(sources, "total");
    int behind = sum(sources, "notOnEveryPeer");
    if (calm) {
      return counted(branches, "branch", "branches")
          + " of "
          + counted(sources.size(), "source", "sources")
          + ": every one is on every peer.";
    }
    return behind == 0
        ? "Every branch is on every peer, but not all is well:"
        : behind + " of " + counted(branches, "branch is", "branches are") + " not on every peer:";
  }

  private static int sum(List<JsonTree> sources, String name) {
    return sources.stream().mapToInt(source -> source.at("branches").number(name)).sum();
  }

  private static String counted(int number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }

  private static Optional<String> failure(JsonTree peer) {
    JsonTree reach = peer.at("reach");
    return reach.text("is").equals("failing") ? Optional.of(reach.text("why")) : Optional.empty();
  }

  private static Optional<String> peer(JsonTree peer, Backlog backlog, Instant now) {
    String id = peer.text("id");
    JsonTree reach = peer.at("reach");
    return failure(peer)
        .map(
            why ->
                id
                    + ": "
                    + why
                    + " (for "
                    + ago(reach.text("since"), now)
                    + ", next try in "
                    + ahead(reach.text("nextTry"), now)
                    + backlog.waitingFor(id).map(branches -> "; " + branches).orElse("")
                    + ")");
  }

  private static List<String> source(
      RunningDaemon daemon, JsonTree source, Backlog backlog, Instant now) throws CannotAsk {
    List<String> lines = new ArrayList<>();
    String path = source.text("path");
    JsonTree state = source.at("state");
    if (state.text("is").equals("stopped")) {
      lines.add(path + ": " + state.text("why"));
    } else if (state.text("is").equals("starting")) {
      lines.add(path + ": was not looked at yet");
    }
    source.at("remarks").items().forEach(remark -> lines.add(path + ": " + remark.text()));
    source
        .at("peerProblems")
        .fields()
        .forEach(
            (peer, problem) -> lines.add(path + ": not to " + peer + ": " + problem.text("why")));
    JsonTree counts = source.at("branches");
    if (counts.number("notOnEveryPeer") > 0 || counts.number("needAttention") > 0) {
      for (JsonTree branch : daemon.all("/api/v1/sources/" + source.text("id"))) {
        attention(path, branch, now).ifPresent(lines::add);
        for (Map.Entry<String, JsonTree> peer : branch.at("peers").fields().entrySet()) {
          JsonTree holding = peer.getValue();
          if (holding.text("is").equals("lacking")) {
            backlog.add(
                path,
                branch.text("name"),
                branch.text("tip").substring(0, SHOWN_HASH),
                peer.getKey(),
                holding.text("why"));
          }
        }
      }
    }
    lines.addAll(backlog.linesOf(path));
    return lines;
  }

  private static Optional<String> attention(String path, JsonTree branch, Instant now) {
    return branch
        .find("attention")
        .map(
            attention ->
                path
                    + " "
                    + branch.text("name")
                    + ": "
                    + attention.text("text")
                    + " (for "
                    + ago(attention.text("since"), now)
                    + ")");
  }

  private static String ago(String instant, Instant now) {
    return Spoken.time(Duration.between(Instant.parse(instant), now));
  }

  private static String ahead(String instant, Instant now) {
    return Spoken.time(Duration.between(now, Instant.parse(instant)));
  }
}
