package org.hesokuri.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class FigureTest {

  private static final Samples OURS = Samples.of(List.of(4.0, 1.0, 3.0, 2.0, 10.0));

  @Test
  void tellsMedianAndSpread() {
    assertThat(OURS.median()).isEqualTo(3);
    assertThat(OURS.lowest()).isEqualTo(1);
    assertThat(OURS.highest()).isEqualTo(10);
    assertThat(OURS.quantile(0.99)).isEqualTo(10);
    assertThat(OURS.quantile(0.8)).isEqualTo(4);
    assertThat(Samples.of(List.of(1.0, 2.0)).median()).isEqualTo(1.5);
  }

  @Test
  void saysWhetherARatioIsReached() {
    Figure figure = Figure.beside("x", "what", "ms", OURS, "git", Samples.one(6));
    assertThat(figure.isReached()).isEmpty();
    assertThat(figure.toReach(0.5).isReached()).contains(true);
    assertThat(figure.toReach(0.49).isReached()).contains(false);
    assertThat(figure.toReach(0.49).line()).contains("ratio 0.50", "NOT REACHED");
  }

  @Test
  void saysWhetherAFigureOfItsOwnIsReached() {
    assertThat(Figure.alone("x", "memory", "MB", Samples.one(3)).toReach(3).isReached())
        .contains(true);
    assertThat(Figure.alone("x", "memory", "MB", Samples.one(3)).toReach(2).isReached())
        .contains(false);
  }
}
