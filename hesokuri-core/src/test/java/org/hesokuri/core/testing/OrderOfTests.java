package org.hesokuri.core.testing;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Says how to repeat the order in which the methods of test classes ran, once a test has failed.
 * The build chooses another order each time, so that no test comes to need what another one did.
 */
public final class OrderOfTests implements TestExecutionListener {

  private static final String SEED = "junit.jupiter.execution.order.random.seed";

  private final AtomicBoolean told = new AtomicBoolean();

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getStatus() == TestExecutionResult.Status.FAILED && !told.getAndSet(true)) {
      // Without one, they ran in JUnit's own order, which is always the same.
      Optional.ofNullable(System.getProperty(SEED))
          .map(OrderOfTests::repetition)
          .ifPresent(System.out::println);
    }
  }

  /** What to add to a command that runs tests, in words. */
  static String repetition(String seed) {
    return "the methods of test classes ran in the order of -Dtest.order=" + seed;
  }
}
