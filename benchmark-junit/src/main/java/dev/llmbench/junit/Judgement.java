package dev.llmbench.junit;

import dev.llmbench.budget.Verdicts;
import dev.llmbench.result.LoadResult;
import java.util.Optional;

/** Holds a run against what its test asks of it. */
final class Judgement {
    private Judgement() {}

    /** What the test fails with before its body says anything; empty where the run passes. */
    static Optional<AssertionError> failure(LoadResult result) {
        return Verdicts.of(result).failure();
    }
}
