package org.hesokuri.git.worktree;

/** Dies at one of the moments, by an error that no clean-up survives. */
final class Killer implements Witness {

  /** The death. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed(String where) {
      super(where);
    }
  }

  private final Witness before;
  private int left;

  /** Lives through {@code moments} moments; {@code before} acts at each. */
  Killer(int moments, Witness before) {
    this.left = moments;
    this.before = before;
  }

  @Override
  public void at(Moment moment, String path) {
    if (left-- == 0) {
      throw new Killed(moment + " " + path);
    }
    before.at(moment, path);
  }
}
