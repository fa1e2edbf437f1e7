package dev.llmbench.junit;

import dev.llmbench.plan.Durations;
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

/** Reads the time that JUnit gives a test. JUnit itself holds it against the body alone, before which the load runs. */
final class TestTimeout {
    private static final String CONFIGURED = "junit.jupiter.execution.timeout.";

    private TestTimeout() {}

    /** The timeout of the method, its class or an enclosing class, or else the configured default. */
    static Optional<Duration> of(ExtensionContext context) {
        boolean off = context.getConfigurationParameter(CONFIGURED + "mode")
                .filter("disabled"::equalsIgnoreCase)
                .isPresent();
        return off ? Optional.empty() : annotated(context).or(() -> configured(context));
    }

    private static Optional<Duration> annotated(ExtensionContext context) {
        Optional<Timeout> timeout = AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), Timeout.class);
        for (Class<?> type = context.getRequiredTestClass();
                type != null && timeout.isEmpty();
                type = type.getEnclosingClass()) {
            timeout = AnnotationSupport.findAnnotation(type, Timeout.class);
        }
        return timeout.map(given -> Duration.of(given.value(), given.unit().toChronoUnit()));
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

    /** JUnit writes {@code 30 s}, and {@code 30} for seconds. */
    private static Duration parse(String key, String text) {
        String compact = text.replace(" ", "").toLowerCase(Locale.ROOT);
        return Durations.parse(key, compact.matches("\\d+") ? compact + "s" : compact);
    }
}
