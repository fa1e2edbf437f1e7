package dev.llmbench.junit;

import dev.llmbench.result.LoadResult;
import java.util.Optional;
import org.opentest4j.AssertionFailedError;

/** Holds a run against what its test asks of it. */
final class Judgement {
    private Judgement() {}

    /** What the test fails with before its body says anything; empty where the run passes. */
    static Optional<AssertionError> failure(LoadResult result) {
        if (result.validity().isValid() || result.plan().acceptsInvalid()) {
            return Optional.empty();
        }
        return Optional.of(new AssertionFailedError(result.plan().test() + " is INVALID: "
                + String.join("; ", result.validity().causes())));
    }
}
