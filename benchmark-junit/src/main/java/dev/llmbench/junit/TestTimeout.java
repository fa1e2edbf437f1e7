package dev.llmbench.junit;

import dev.llmbench.plan.Durations;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Reads the timeout of a test. JUnit itself applies it only to the body, before which the load runs. */
final class TestTimeout {
    private static final String CONFIGURED = "junit.jupiter.execution.timeout.";

    private TestTimeout() {}

    /** Returns the timeout of the method, its class or an enclosing class, otherwise the configured default. */
    static Optional<Duration> of(ExtensionContext context, TestId test) {
        String mode = context.getConfigurationParameter(CONFIGURED + "mode").orElse("enabled");
        boolean off = mode.equalsIgnoreCase("disabled") || (mode.equalsIgnoreCase("disabled_on_debug") && isDebugged());
        return off ? Optional.empty() : annotated(context, test).or(() -> configured(context));
    }

    /** Checks the same options as JUnit. */
    private static boolean isDebugged() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .anyMatch(option -> option.startsWith("-agentlib:jdwp") || option.startsWith("-Xrunjdwp"));
    }

    private static Optional<Duration> annotated(ExtensionContext context, TestId test) {
        return AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), Timeout.class)
                .or(() -> test.annotation(Timeout.class))
                .map(given -> Duration.of(given.value(), given.unit().toChronoUnit()));
    }

    private static Optional<Duration> configured(ExtensionContext context) {
        List<String> keys = List.of(kind(context.getRequiredTestMethod()) + ".method.", "testable.method.", "");
        return keys.stream()
                .map(key -> CONFIGURED + key + "default")
                .flatMap(key -> context.getConfigurationParameter(key).stream().map(text -> parse(key, text)))
                .findFirst();
    }

    private static String kind(Method method) {
        if (AnnotationSupport.isAnnotated(method, TestTemplate.class)) {
            return "testtemplate";
        }
        return AnnotationSupport.isAnnotated(method, TestFactory.class) ? "testfactory" : "test";
    }

    /** JUnit accepts {@code 30 s}, and {@code 30} for seconds. */
    private static Duration parse(String key, String text) {
        String compact = text.replace(" ", "").toLowerCase(Locale.ROOT);
        return Durations.parse(key, compact.matches("\\d+") ? compact + "s" : compact);
    }
}
