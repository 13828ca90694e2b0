package org.hesokuri.git;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hesokuri.core.git.FoldWeek;
import org.hesokuri.core.git.KeptLedger;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.git.disk.Disk;
import org.hesokuri.git.disk.SharedRights;

/**
 * The ages of kept tips as a text file: the time of the last pass, then a line of seconds and ref
 * for each tip that is a ref of its own, and for each fold.
 */
final class LedgerFile {

  private final Path commonDir;
  private final Path file;

  LedgerFile(Path commonDir) {
    this.commonDir = commonDir;
    this.file = commonDir.resolve("hesokuri").resolve("kept-ages");
  }

  KeptLedger read() throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException none) {
      return KeptLedger.EMPTY;
    } catch (CharacterCodingException damaged) {
      return KeptLedger.EMPTY;
    }
    if (lines.isEmpty()) {
      return KeptLedger.EMPTY;
    }
    try {
      ImmutableMap.Builder<KeptTip, Duration> ages = ImmutableMap.builder();
      ImmutableMap.Builder<FoldWeek, Duration> folds = ImmutableMap.builder();
      for (String line : lines.subList(1, lines.size())) {
        String[] parts = line.split(" ", 2);
        Duration age = Duration.ofSeconds(Long.parseLong(parts[0]));
        KeptTip.ofRef(parts[1]).ifPresent(tip -> ages.put(tip, age));
        FoldWeek.ofRef(parts[1]).ifPresent(week -> folds.put(week, age));
      }
      return new KeptLedger(
          Optional.of(Instant.parse(lines.get(0))),
          ages.buildKeepingLast(),
          folds.buildKeepingLast());
    } catch (DateTimeException | NumberFormatException | IndexOutOfBoundsException damaged) {
      // Counting anew keeps tips for longer, which is the safe side.
      return KeptLedger.EMPTY;
    }
  }

  private static String line(String ref, Duration age) {
    return age.toSeconds() + " " + ref + "\n";
  }

  void write(KeptLedger ledger) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append(ledger.lastPass().orElse(Instant.EPOCH)).append('\n');
    ledger.ages().forEach((tip, age) -> text.append(line(tip.ref(), age)));
    ledger.folds().forEach((week, age) -> text.append(line(week.ref(), age)));
    Disk.createFolders(commonDir, file.resolveSibling(""));
    Disk.replace(
        file, text.toString().getBytes(StandardCharsets.UTF_8), SharedRights.of(commonDir));
  }
}
