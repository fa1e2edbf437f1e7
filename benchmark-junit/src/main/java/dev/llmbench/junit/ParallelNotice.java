package dev.llmbench.junit;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.parallel.Isolated;

/** Warns once, if JUnit runs tests in parallel, that other tests may run at the same time as a load test. */
final class ParallelNotice {
    private static final Logger LOGGER = System.getLogger("dev.llmbench");

    static final ParallelNotice OF_THIS_JVM = new ParallelNotice(text -> LOGGER.log(Level.WARNING, text));

    private final Consumer<String> reader;
    private final AtomicBoolean given = new AtomicBoolean();

    ParallelNotice(Consumer<String> reader) {
        this.reader = reader;
    }

    void warnIfParallel(ExtensionContext context, TestId test) {
        boolean parallel = context.getConfigurationParameter("junit.jupiter.execution.parallel.enabled")
                .map(Boolean::parseBoolean)
                .orElse(false);
        if (parallel && test.annotation(Isolated.class).isEmpty() && given.compareAndSet(false, true)) {
            reader.accept("JUnit runs tests in parallel: other tests may run at the same time as load tests such as "
                    + test.name() + " and slow them down. Load tests wait"
                    + " only for each other. Annotate their classes with @Isolated, or run them separately.");
        }
    }
}
