package org.hesokuri.daemon.service;

import com.google.common.collect.ImmutableList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One thing that installing or removing the service does; decided first, then shown or done. */
sealed interface Step {

  /** It, as lines for somebody who is to do it by hand or watches it done. */
  Stream<String> told();

  /** Does it. */
  void carryOut(Commands commands) throws CannotInstall;

  /** A file is written. */
  record Write(ServiceFile file, String text) implements Step {
    @Override
    public Stream<String> told() {
      return Stream.of("write " + file.path());
    }

    @Override
    public void carryOut(Commands commands) throws CannotInstall {
      file.write(text);
    }
  }

  /** A file is removed. */
  record Remove(ServiceFile file) implements Step {
    @Override
    public Stream<String> told() {
      return Stream.of("remove " + file.path());
    }

    @Override
    public void carryOut(Commands commands) throws CannotInstall {
      file.remove();
    }
  }

  /** A program is run. */
  record Run(ImmutableList<String> words) implements Step {
    static Run of(String... words) {
      return new Run(ImmutableList.copyOf(words));
    }

    @Override
    public Stream<String> told() {
      return Stream.of(words.stream().collect(Collectors.joining(" ", "run   ", "")));
    }

    @Override
    public void carryOut(Commands commands) throws CannotInstall {
      commands.run(words);
    }
  }
}
