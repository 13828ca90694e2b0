package org.hesokuri.daemon.ask;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import org.hesokuri.daemon.json.JsonText;

/**
 * What {@code hesokuri diverged} says.
 *
 * @param all what has gone two ways
 */
public record Divergences(ImmutableList<Divergence> all) {

  /**
   * A branch and a copy that have each gone their own way.
   *
   * @param path of the source
   * @param text what happened, in a sentence
   * @param since when it was first seen, as the daemon writes it
   * @param show the command that shows both sides
   * @param settle the command that settles it
   */
  record Divergence(
      String path,
      String branch,
      String copy,
      String text,
      String since,
      String show,
      String settle) {}

  /**
   * Finds them.
   *
   * @throws CannotAsk if the daemon cannot be asked
   */
  public static Divergences from(RunningDaemon daemon) throws CannotAsk {
    ImmutableList.Builder<Divergence> found = ImmutableList.builder();
    for (JsonTree source : daemon.all("/api/v1/sources")) {
      if (source.at("branches").number("needAttention") > 0) {
        String path = source.text("path");
        for (JsonTree branch : daemon.all("/api/v1/sources/" + source.text("id"))) {
          Optional<JsonTree> attention = branch.find("attention");
          if (attention.filter(it -> it.text("kind").equals("diverged")).isPresent()) {
            found.add(divergence(path, branch, attention.get()));
          }
        }
      }
    }
    return new Divergences(found.build());
  }

  private static Divergence divergence(String path, JsonTree branch, JsonTree attention) {
    String copy = branch.text("name");
    String own = branch.find("copyOf").map(JsonTree::text).orElse(copy);
    String git = "git -C " + ShellWord.of(path) + " ";
    return new Divergence(
        path,
        own,
        copy,
        attention.text("text"),
        attention.text("since"),
        git
            + "log --oneline --graph --left-right "
            + ShellWord.of("refs/heads/" + own + "...refs/heads/" + copy),
        git
            + "checkout "
            + ShellWord.of(own)
            + " && "
            + git
            + "merge "
            + ShellWord.of("refs/heads/" + copy));
  }

  /** For people, with the commands that show and settle each. */
  public ImmutableList<String> lines() {
    if (all.isEmpty()) {
      return ImmutableList.of("Nothing has diverged.");
    }
    return all.stream()
        .flatMap(
            each ->
                ImmutableList.of(
                    each.path() + ": " + each.text(),
                    "  to see both sides:  " + each.show(),
                    "  to settle it:       " + each.settle())
                    .stream())
        .collect(ImmutableList.toImmutableList());
  }

  /** For programs. */
  public String json() {
    return JsonText.objects(
        all.stream()
            .map(
                each ->
                    (JsonText.Part)
                        json -> {
                          json.writeStringField("path", each.path());
                          json.writeStringField("branch", each.branch());
                          json.writeStringField("copy", each.copy());
                          json.writeStringField("text", each.text());
                          json.writeStringField("since", each.since());
                          json.writeStringField("show", each.show());
                          json.writeStringField("settle", each.settle());
                        })
            .toList());
  }
}
