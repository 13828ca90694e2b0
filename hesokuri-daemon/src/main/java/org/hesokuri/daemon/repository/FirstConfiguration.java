package org.hesokuri.daemon.repository;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.daemon.reason.IoReason;

/**
 * The configuration that {@code hesokuri init} writes.
 *
 * @param self this machine
 * @param peers the other machines
 * @param sources the repositories
 * @param home the home folder; what lies below it is written with {@code ~/}, and so can be in
 *     another home folder on each machine
 */
public record FirstConfiguration(
    PeerId self, ImmutableList<PeerId> peers, ImmutableList<FirstSource> sources, Path home) {

  /** The text of the file. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append("; Hesokuri's configuration: which machines hold which repository, and where.\n");
    text.append(
        "; The same file can serve on all of them. It takes effect as soon as it is saved.\n");
    text.append("; Live-edit branches advance by themselves when that overwrites nothing.\n");
    String open = "[";
    for (FirstSource source : sources) {
      text.append(open).append("{:host-to-path ");
      String next = "{";
      for (PeerId machine : machines()) {
        text.append(next).append(string(machine.name())).append(' ');
        text.append(string(portable(source.path())));
        next = "\n                 ";
      }
      text.append("}\n  :live-edit-branches {:only #{");
      text.append(string(source.liveEdit().text())).append("}}}");
      open = "\n ";
    }
    return text.append("]\n").toString();
  }

  private List<PeerId> machines() {
    return ImmutableList.<PeerId>builder().add(self).addAll(peers).build();
  }

  private String portable(Path repository) {
    return repository.startsWith(home) && !repository.equals(home)
        ? "~/" + home.relativize(repository)
        : repository.toString();
  }

  private static String string(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /**
   * Makes sure that no file is there, before anybody is asked anything.
   *
   * @throws CannotDo if one is, or something else
   */
  public static void requireNone(Path file) throws CannotDo {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw staysAsItIs(file);
    }
  }

  private static CannotDo staysAsItIs(Path file) {
    return new CannotDo(
        "there is a file "
            + file
            + " already, and it stays as it is; hesokuri check tells what it means, and hesokuri"
            + " add PATH adds a repository to it");
  }

  /**
   * Writes the file where none is.
   *
   * @throws CannotDo if a file is there, or it cannot be written
   */
  public void write(Path file) throws CannotDo {
    try {
      Files.write(file, text().getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw staysAsItIs(file);
    } catch (IOException e) {
      throw new CannotDo(
          "cannot write " + file + ": " + IoReason.of(e) + "; is it a place of yours?", e);
    }
  }
}
