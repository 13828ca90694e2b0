import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Skips what is left once a test has failed: a fault is noticed then. */
public final class SkipAfterFailure implements TestWatcher, ExecutionCondition {

  private static volatile boolean hasFailed;

  @Override
  public void testFailed(ExtensionContext test, Throwable why) {
    hasFailed = true;
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext test) {
    return hasFailed
        ? ConditionEvaluationResult.disabled("a test has failed")
        : ConditionEvaluationResult.enabled("none has failed");
  }
}
