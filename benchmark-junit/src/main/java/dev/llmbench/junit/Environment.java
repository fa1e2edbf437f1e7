package dev.llmbench.junit;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The environment variables of a run: those in the root context's store if present, otherwise those of the process. */
record Environment(Map<String, String> variables) {

    static Environment of(ExtensionContext context) {
        @Nullable
        Environment given =
                context.getRoot().getStore(LlmLoadExtension.NAMESPACE).get(Environment.class, Environment.class);
        return given == null ? new Environment(System.getenv()) : given;
    }
}
