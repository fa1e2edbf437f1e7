package dev.llmbench.junit;

import dev.llmbench.LoadTest;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.prompt.DatasetException;
import dev.llmbench.result.LoadResult;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.MultipleFailuresError;
import org.opentest4j.TestAbortedException;

/**
 * Runs the load right before a test's body, judges it, and hands its result to the body. Has no state: the result and
 * the failure lie in the store of the test's own context.
 */
final class LlmLoadExtension
        implements ExecutionCondition,
                BeforeEachCallback,
                BeforeTestExecutionCallback,
                ParameterResolver,
                TestExecutionExceptionHandler,
                AfterTestExecutionCallback {

    static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(LlmLoadExtension.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return overrides(context).value(Setting.ENABLED, true, Texts::flag)
                ? ConditionEvaluationResult.enabled("load tests run")
                : ConditionEvaluationResult.disabled("llmbench.enabled is false");
    }

    private static Overrides overrides(ExtensionContext context) {
        return new Overrides(TestId.of(context).scopes(), Sources.of(context));
    }

    @Override
    public void beforeEach(ExtensionContext context) throws InterruptedException {
        placingMistakes(TestId.of(context), () -> {
            LoadAnnotation.requireNoOther(context.getRequiredTestMethod());
            return true;
        });
    }

    @Override
    public void beforeTestExecution(ExtensionContext context) throws InterruptedException {
        LoadResult result = placingMistakes(TestId.of(context), () -> run(context));
        store(context).put(LoadResult.class, result);
        Judgement.failure(result).ifPresent(failure -> store(context).put(Judgement.class, failure));
        Publication.of(result, context);
    }

    private static LoadResult run(ExtensionContext context) throws InterruptedException {
        TestId test = TestId.of(context);
        Sources sources = Sources.of(context);
        sources.file().requireKnown();
        new UnknownKeys(test)
                .refuse(GivenKeys.with(sources.file(), sources.environment().keySet()));
        Description description = new Description(context, test, sources);
        LoadTest load = description.build();
        boolean besideOthers = overrides(context).value(Setting.PARALLEL, false, Texts::flag);
        ParallelNotice.OF_THIS_JVM.giveWhereDue(context, test);
        return Gate.OF_THIS_JVM.pass(besideOthers, description.outputRoot(), load::run);
    }

    /** Lets a mistake in what a test asks for say which test that is. */
    private static <T> T placingMistakes(TestId test, Gate.Passage<T> work) throws InterruptedException {
        try {
            return work.run();
        } catch (ConfigurationException e) {
            throw e.at(test.place());
        } catch (DatasetException e) {
            throw asConfiguration(e).at(test.place());
        }
    }

    private static ConfigurationException asConfiguration(DatasetException e) {
        ConfigurationException mistake = ConfigurationException.saying(String.valueOf(e.getMessage()));
        mistake.setStackTrace(e.getStackTrace());
        if (e.getCause() != null) {
            mistake.initCause(e.getCause());
        }
        return mistake;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LoadResult.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        boolean ofTheTest = context.getTestMethod()
                .filter(parameter.getDeclaringExecutable()::equals)
                .isPresent();
        if (!ofTheTest) {
            throw new ParameterResolutionException("There is no LoadResult yet for "
                    + parameter.getDeclaringExecutable()
                    + ": the load runs after every @BeforeEach. Take the LoadResult in the test method itself.");
        }
        return store(context).get(LoadResult.class, LoadResult.class);
    }

    /** The budgets' failure and the body's are reported together. */
    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable ofTheBody) throws Throwable {
        AssertionError failure = failure(context).orElse(null);
        if (failure == null) {
            throw ofTheBody;
        }
        if (ofTheBody instanceof TestAbortedException) {
            failure.addSuppressed(ofTheBody);
            throw failure;
        }
        MultipleFailuresError both =
                new MultipleFailuresError(TestId.of(context).name(), List.of(failure, ofTheBody));
        both.addSuppressed(traceOf(ofTheBody));
        throw both;
    }

    /** Where the body failed and why, without the message, which the failure of both holds already. */
    private static Throwable traceOf(Throwable ofTheBody) {
        Throwable trace = new Throwable("the test's body", ofTheBody.getCause());
        trace.setStackTrace(ofTheBody.getStackTrace());
        return trace;
    }

    /** A body that passed leaves the budgets' failure to be reported. */
    @Override
    public void afterTestExecution(ExtensionContext context) {
        failure(context).filter(failure -> !isReported(failure, context)).ifPresent(failure -> {
            throw failure;
        });
    }

    private static boolean isReported(AssertionError failure, ExtensionContext context) {
        return context.getExecutionException()
                .filter(reported -> reported == failure || holds(reported, failure))
                .isPresent();
    }

    private static boolean holds(Throwable reported, AssertionError failure) {
        return reported instanceof MultipleFailuresError all
                && all.getFailures().contains(failure);
    }

    private static Optional<AssertionError> failure(ExtensionContext context) {
        @Nullable AssertionError failure = store(context).get(Judgement.class, AssertionError.class);
        return Optional.ofNullable(failure);
    }

    private static ExtensionContext.Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }
}
