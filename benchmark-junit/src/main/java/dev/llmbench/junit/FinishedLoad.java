package dev.llmbench.junit;

import dev.llmbench.LoadTest;
import dev.llmbench.budget.Verdicts;
import dev.llmbench.result.LoadResult;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.InvocationInterceptor.Invocation;
import org.opentest4j.MultipleFailuresError;
import org.opentest4j.TestAbortedException;

/**
 * The finished load of a test whose body has not run yet. Fails the body if a budget is budgetFailure, and records in the files of
 * the run how the test ended.
 */
final class FinishedLoad {
    private final LoadTest load;
    private final Verdicts verdicts;
    private final Optional<AssertionError> budgetFailure;
    private final String test;
    private boolean judged;
    private @Nullable Throwable bodyFailure;
    private @Nullable Throwable thrown;

    FinishedLoad(LoadTest load, TestId test) {
        this.load = load;
        this.verdicts = load.verdicts();
        this.budgetFailure = verdicts.failure();
        this.test = test.name();
    }

    LoadResult result() {
        return verdicts.result();
    }

    /** Runs the body whatever the verdict is, and throws the failures of the budgets and the body together. */
    <T> T around(Invocation<T> body) throws Throwable {
        judged = true;
        T value;
        try {
            value = body.proceed();
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            bodyFailure = e;
            thrown = budgetFailure.map(failure -> combined(failure, e)).orElse(e);
            throw thrown;
        }
        if (budgetFailure.isPresent()) {
            thrown = budgetFailure.get();
            throw budgetFailure.get();
        }
        return value;
    }

    private Throwable combined(AssertionError failure, Throwable bodyFailure) {
        if (bodyFailure instanceof TestAbortedException) {
            failure.addSuppressed(bodyFailure);
            return failure;
        }
        MultipleFailuresError combined = new MultipleFailuresError(test, List.of(failure, bodyFailure));
        combined.addSuppressed(traceOf(bodyFailure));
        return combined;
    }

    /** Returns the stack trace and cause of the body's failure without its message, which the combined failure already has. */
    private static Throwable traceOf(Throwable bodyFailure) {
        Throwable trace = new Throwable("the test's body", bodyFailure.getCause());
        trace.setStackTrace(bodyFailure.getStackTrace());
        return trace;
    }

    /**
     * Records in the files of the run how the test ended.
     *
     * @param failure the failure of the test after all extensions have handled it
     * @return the verdicts as now recorded in the files
     */
    Verdicts conclude(Optional<Throwable> failure) {
        Optional<Throwable> own =
                failure.isPresent() && failure.get() == thrown ? Optional.ofNullable(bodyFailure) : failure;
        load.conclude(
                result(), own.filter(e -> !(e instanceof TestAbortedException)).map(FinishedLoad::message));
        return load.verdicts();
    }

    private static String message(Throwable failure) {
        String message = failure.getMessage();
        return failure instanceof AssertionError && message != null && !message.isBlank()
                ? message
                : failure.toString();
    }

    /** Returns the budgets' failure if the body did not run through {@link #around}, as with Quarkus. */
    Optional<AssertionError> unreportedFailure() {
        return judged ? Optional.empty() : budgetFailure;
    }
}
