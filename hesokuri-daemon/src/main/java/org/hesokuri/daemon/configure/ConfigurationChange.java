package org.hesokuri.daemon.configure;

import com.google.common.collect.ImmutableList;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hesokuri.config.ConfigurationEdit;
import org.hesokuri.config.ConfigurationText;
import org.hesokuri.config.Edit;
import org.hesokuri.config.Problem;
import org.hesokuri.config.Resolution;
import org.hesokuri.core.model.Configuration;
import org.hesokuri.daemon.repository.CannotDo;

/** A change of the configuration file of this machine, from its text to the commit of it. */
public final class ConfigurationChange {

  private final EditableFile file;
  private final Configuration before;
  private final Path home;
  private final ConfigurationEdit edit;

  private ConfigurationChange(
      EditableFile file, Configuration before, Path home, ConfigurationEdit edit) {
    this.file = file;
    this.before = before;
    this.home = home;
    this.edit = edit;
  }

  /**
   * Reads the file.
   *
   * @param before what it says to this machine
   * @param home this machine's home folder
   * @throws CannotDo if it cannot be read, or says something else by now
   */
  public static ConfigurationChange of(Path file, Configuration before, Path home) throws CannotDo {
    EditableFile content = EditableFile.read(file);
    String text = new String(content.bytes(), StandardCharsets.UTF_8);
    Optional<ConfigurationEdit> edit = ConfigurationEdit.of(text);
    boolean same =
        resolved(content.bytes(), before, home)
            .flatMap(
                resolution ->
                    resolution.<Optional<Configuration>>fold(
                        right -> Optional.of(right.configuration()), wrong -> Optional.empty()))
            .filter(before::equals)
            .isPresent();
    if (edit.isEmpty() || !same) {
      throw new CannotDo(
          "somebody changed " + file + " in the meantime; nothing was changed, try again");
    }
    return new ConfigurationChange(content, before, home, edit.get());
  }

  private static Optional<Resolution> resolved(byte[] bytes, Configuration before, Path home) {
    return ConfigurationText.read(bytes)
        .fold(
            valid -> Optional.of(valid.file().forPeer(before.self(), home)),
            invalid -> Optional.empty());
  }

  /** What can be changed in the text. */
  public ConfigurationEdit edit() {
    return edit;
  }

  /**
   * Checks that this machine would take a text, where the text alone cannot tell.
   *
   * @throws CannotDo if it would not
   */
  public void requireTaken(Edit.Changed changed) throws CannotDo {
    byte[] bytes = changed.text().getBytes(StandardCharsets.UTF_8);
    Optional<String> problem =
        resolved(bytes, before, home)
            .orElseThrow(() -> new IllegalStateException("an edited text is valid"))
            .fold(
                right -> Optional.empty(),
                wrong ->
                    Optional.of(
                        wrong.problems().stream()
                            .map(Problem::message)
                            .collect(Collectors.joining("; "))));
    if (problem.isPresent()) {
      throw new CannotDo(problem.get() + "; nothing was changed");
    }
  }

  /**
   * Replaces the file, and commits it if it is tracked in a source of this machine.
   *
   * @param message what the commit says
   * @param environment what the user's git sees
   * @return what was done, in sentences
   */
  public ImmutableList<String> write(
      Edit.Changed changed, String message, Map<String, String> environment) throws CannotDo {
    Optional<FileCommit> commit =
        FileCommit.of(file.real(), before.sourcesHere().keySet(), environment);
    file.replace(changed.text());
    ImmutableList.Builder<String> done = ImmutableList.builder();
    done.add("changed " + file.real() + "; it takes effect by itself where the daemon runs");
    if (commit.isPresent()) {
      done.add(commit.get().commit(message));
    }
    return done.build();
  }
}
