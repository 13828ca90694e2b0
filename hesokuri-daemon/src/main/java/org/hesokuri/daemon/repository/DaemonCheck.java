package org.hesokuri.daemon.repository;

import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableList;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hesokuri.daemon.ask.Attention;
import org.hesokuri.daemon.ask.CannotAsk;
import org.hesokuri.daemon.ask.RunningDaemon;

/** What the daemon, if one runs, knows to be in the way; it has tried. */
public final class DaemonCheck {

  private DaemonCheck() {}

  /**
   * Asks it.
   *
   * @param stateFolder where it says at which port it serves
   * @param known what was found without it, and is not told twice
   */
  public static ImmutableList<Finding> in(Path stateFolder, List<Finding> known) {
    if (!Files.exists(stateFolder.resolve("port"))) {
      return ImmutableList.of(
          Finding.well(
              "no daemon of yours runs now: hesokuri starts one, hesokuri service install keeps one"
                  + " running"));
    }
    try {
      RunningDaemon daemon = RunningDaemon.in(stateFolder);
      ImmutableList<Attention> waiting = Attention.from(daemon);
      return ImmutableList.<Finding>builder()
          .add(Finding.well("the daemon answers at " + daemon.page()))
          .addAll(
              waiting.stream()
                  .filter(each -> known.stream().noneMatch(finding -> tellsOf(finding, each)))
                  .map(each -> Finding.ill(beginning(each) + each.text()))
                  .toList())
          .build();
    } catch (CannotAsk silent) {
      String text = String.valueOf(silent.getMessage());
      boolean gone =
          Throwables.getCausalChain(silent).stream().anyMatch(ConnectException.class::isInstance);
      return ImmutableList.of(gone ? Finding.ill(text, "hesokuri") : Finding.ill(text));
    }
  }

  private static boolean tellsOf(Finding finding, Attention attention) {
    return !finding.healthy() && finding.text().startsWith(beginning(attention));
  }

  private static String beginning(Attention attention) {
    return attention.path() + " " + attention.branch() + ": ";
  }
}
