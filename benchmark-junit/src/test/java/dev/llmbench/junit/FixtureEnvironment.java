package dev.llmbench.junit;

import java.util.Map;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Gives fixtures environment variables, which a process cannot set for itself. */
final class FixtureEnvironment implements BeforeAllCallback {
    private static volatile Map<String, String> variables = Map.of();

    static void set(Map<String, String> those) {
        variables = those;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot().getStore(LlmLoadExtension.NAMESPACE).put(Environment.class, new Environment(variables));
    }
}
