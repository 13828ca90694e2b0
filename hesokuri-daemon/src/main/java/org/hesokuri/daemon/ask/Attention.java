package org.hesokuri.daemon.ask;

import com.google.common.collect.ImmutableList;

/**
 * Something about a branch that waits for the user, as the daemon sees it; but not a divergence,
 * for which there are {@link Divergences}.
 *
 * @param path of the source
 * @param text what, why and what next
 */
public record Attention(String path, String branch, String text) {

  /**
   * Asks the daemon.
   *
   * @throws CannotAsk if it cannot be asked
   */
  public static ImmutableList<Attention> from(RunningDaemon daemon) throws CannotAsk {
    ImmutableList.Builder<Attention> found = ImmutableList.builder();
    for (JsonTree source : daemon.all("/api/v1/sources")) {
      if (source.at("branches").number("needAttention") > 0) {
        for (JsonTree branch : daemon.all("/api/v1/sources/" + source.text("id"))) {
          branch
              .find("attention")
              .filter(attention -> !attention.text("kind").equals("diverged"))
              .map(
                  attention ->
                      new Attention(
                          source.text("path"), branch.text("name"), attention.text("text")))
              .ifPresent(found::add);
        }
      }
    }
    return found.build();
  }
}
