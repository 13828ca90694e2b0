package org.hesokuri.git;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.hesokuri.git.testing.TestGit;

/** JGit as it behaves for a user with another home folder, until this is closed. */
final class UserEnvironment implements AutoCloseable {

  private final Map<String, String> variables;
  private final SystemReader before = SystemReader.getInstance();
  private final File homeBefore = FS.DETECTED.userHome();

  private UserEnvironment(Map<String, String> variables) {
    this.variables = variables;
    JGitEnvironment.install(variables);
    FS.FileStoreAttributes.setBackground(false);
  }

  static UserEnvironment of(Path home) {
    return new UserEnvironment(TestGit.environment(home));
  }

  Map<String, String> variables() {
    return variables;
  }

  @Override
  public void close() {
    FS.DETECTED.setUserHome(homeBefore);
    SystemReader.setInstance(before);
  }
}
