package org.hesokuri.daemon.ask;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/** What {@code hesokuri diverged} says. */
public final class Divergences {

  private Divergences() {}

  /**
   * Lists what has gone two ways, with the commands that show and settle it.
   *
   * @throws CannotAsk if the daemon cannot be asked
   */
  public static ImmutableList<String> from(RunningDaemon daemon) throws CannotAsk {
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    for (JsonTree source : daemon.all("/api/v1/sources")) {
      if (source.at("branches").number("needAttention") > 0) {
        String path = source.text("path");
        for (JsonTree branch : daemon.all("/api/v1/sources/" + source.text("id"))) {
          Optional<JsonTree> attention = branch.find("attention");
          if (attention.filter(it -> it.text("kind").equals("diverged")).isPresent()) {
            lines.addAll(lines(path, branch, attention.get()));
          }
        }
      }
    }
    return lines.build();
  }

  private static ImmutableList<String> lines(String path, JsonTree branch, JsonTree attention) {
    String copy = branch.text("name");
    String own = branch.find("copyOf").map(JsonTree::text).orElse(copy);
    String git = "git -C " + ShellWord.of(path) + " ";
    return ImmutableList.of(
        path + ": " + attention.text("text"),
        "  to see both sides:  "
            + git
            + "log --oneline --graph --left-right "
            + ShellWord.of("refs/heads/" + own + "...refs/heads/" + copy),
        "  to settle it:       "
            + git
            + "checkout "
            + ShellWord.of(own)
            + " && "
            + git
            + "merge "
            + ShellWord.of("refs/heads/" + copy));
  }
}
