package org.hesokuri.git.worktree;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import org.hesokuri.core.testing.Share;
import org.hesokuri.git.worktree.Witness.Moment;

/** The deaths of one advance, each at another moment; a run dies those of its {@link Share}. */
final class Deaths {

  private final Scene scene;
  private final String from;
  private final String to;
  private final Witness witness;
  private final ImmutableList<Moment> moments;

  /** What there is to see after the death at the moment of that number. */
  interface Aftermath {
    void isSeen(int number, Moment moment, String when) throws Exception;
  }

  /**
   * Advances once without a death, to know the moments.
   *
   * @param witness acts at each moment, in every advance
   */
  Deaths(Scene scene, String from, String to, Witness witness) throws Exception {
    this.scene = scene;
    this.from = from;
    this.to = to;
    this.witness = witness;
    ImmutableList.Builder<Moment> all = ImmutableList.builder();
    scene.advanceTo(
        to,
        (moment, path) -> {
          all.add(moment);
          witness.at(moment, path);
        });
    this.moments = all.build();
    backToOld();
  }

  /** All moments in their order, whichever of them this run sees. */
  ImmutableList<Moment> moments() {
    return moments;
  }

  /** Dies, looks, and goes back to where all began, again and again. */
  void eachIsFollowedBy(Aftermath aftermath) throws Exception {
    for (long each : Share.of(moments.size()).toArray()) {
      int number = Math.toIntExact(each);
      String when = "killed at moment " + number + ", " + moments.get(number);
      assertThat(diesAt(scene, to, number, witness)).as(when).isTrue();
      aftermath.isSeen(number, moments.get(number), when);
      backToOld();
    }
  }

  static boolean diesAt(Scene scene, String to, int moment, Witness witness) throws Exception {
    try {
      scene.advanceTo(to, new Killer(moment, witness));
      return false;
    } catch (Killer.Killed e) {
      return true;
    }
  }

  private void backToOld() {
    scene.mine().run("reset", "-q", "--hard", from);
    scene.mine().run("clean", "-q", "-f", "-d", "-x");
  }
}
