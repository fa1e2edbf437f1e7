package dev.llmbench.junit;

import dev.llmbench.LoadTest;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.DatasetException;
import dev.llmbench.result.LoadResult;
import java.lang.reflect.Method;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Runs the load right before a test's body, passes the result to the body, and judges the budgets within the invocation of
 * the body, so that other interceptors see a broken budget as a failing test. Stateless: the result is in the store of the
 * test's own context.
 */
final class LlmLoadExtension
        implements ExecutionCondition,
                BeforeEachCallback,
                BeforeTestExecutionCallback,
                ParameterResolver,
                InvocationInterceptor,
                AfterTestExecutionCallback {

    static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(LlmLoadExtension.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return overrides(context).flag("enabled", true)
                ? ConditionEvaluationResult.enabled("load tests run")
                : ConditionEvaluationResult.disabled("llmbench.enabled is false");
    }

    private static Overrides overrides(ExtensionContext context) {
        return new Overrides(TestId.of(context).scopes(), Sources.of(context));
    }

    @Override
    public void beforeEach(ExtensionContext context) throws InterruptedException {
        naming(TestId.of(context), () -> {
            LoadAnnotation.requireCompatibleAnnotations(context.getRequiredTestMethod());
            OlderQuarkus.requireSupported(
                    TestId.of(context),
                    context.getRequiredTestMethod(),
                    LoadAnnotation.of(context.getRequiredTestMethod()));
            return true;
        });
    }

    @Override
    public void beforeTestExecution(ExtensionContext context) throws InterruptedException {
        FinishedLoad finished = naming(TestId.of(context), () -> run(context));
        context.getStore(NAMESPACE).put(FinishedLoad.class, finished);
    }

    private static FinishedLoad run(ExtensionContext context) throws InterruptedException {
        TestId test = TestId.of(context);
        Sources sources = Sources.of(context);
        sources.file().requireKnown();
        new UnknownKeys(test)
                .refuse(ConfiguredKeys.with(
                        sources.file(), sources.environment().keySet()));
        LoadTestFactory description = new LoadTestFactory(context, test, sources);
        LoadTest load = description.build();
        boolean parallel = overrides(context).flag("parallel", false);
        ParallelNotice.OF_THIS_JVM.warnIfParallel(context, test);
        LoadTestGate.OF_THIS_USER.pass(parallel, test.name(), load::run);
        return new FinishedLoad(load, test);
    }

    /** Adds the test's name to configuration errors. */
    private static <T> T naming(TestId test, LoadTestGate.Passage<T> work) throws InterruptedException {
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
        return finished(context)
                .map(FinishedLoad::result)
                .orElseThrow(() -> new ParameterResolutionException(
                        "There is no LoadResult for " + parameter.getDeclaringExecutable() + ": "
                                + (parameter.getDeclaringExecutable().isAnnotationPresent(AfterEach.class)
                                        ? "the load did not run to its end; the test's own failure says why."
                                        : "the load runs after every @BeforeEach. Take the LoadResult in the test method"
                                                + " itself or in an @AfterEach method.")));
    }

    private static Optional<FinishedLoad> finished(ExtensionContext context) {
        return Optional.ofNullable(context.getStore(NAMESPACE).get(FinishedLoad.class, FinishedLoad.class));
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> body, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        around(body, context);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> body, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        around(body, context);
    }

    @Override
    public <T> T interceptTestFactoryMethod(
            Invocation<T> body, ReflectiveInvocationContext<Method> method, ExtensionContext context) throws Throwable {
        return around(body, context);
    }

    private static <T> T around(Invocation<T> body, ExtensionContext context) throws Throwable {
        Optional<FinishedLoad> finished = finished(context);
        return finished.isPresent() ? finished.get().around(body) : body.proceed();
    }

    /** Records how the test ended. A broken budget fails the test here if another extension bypassed the interceptors. */
    @Override
    public void afterTestExecution(ExtensionContext context) {
        finished(context).ifPresent(finished -> {
            Optional<AssertionError> broken = finished.unreportedFailure();
            Publication.of(finished.conclude(context.getExecutionException()), context);
            broken.ifPresent(failure -> {
                throw failure;
            });
        });
    }
}
