package dev.llmbench.junit;

import dev.llmbench.plan.ConfigurationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Replaces <code>{0}</code>, <code>{1}</code> and so on with the arguments of a parameterized test. JUnit 5.13 and later
 * expose the arguments to extensions; they are accessed by reflection, since older versions lack the API.
 */
final class InvocationArguments {
    private static final Pattern INDEX = Pattern.compile("(?<!\\$)\\{(\\d+)}");
    private static final String INFO = "org.junit.jupiter.params.ParameterInfo";

    private final ExtensionContext context;
    private final TestId test;

    InvocationArguments(ExtensionContext context, TestId test) {
        this.context = context;
        this.test = test;
    }

    /** Returns the text with the arguments of this invocation; unchanged for a test that is invoked once. */
    String in(String attribute, String text) {
        Matcher index = INDEX.matcher(text);
        if (test.invocations().isEmpty() || !index.find()) {
            return text;
        }
        Object[] arguments = arguments(attribute, text);
        return index.replaceAll(match ->
                Matcher.quoteReplacement(String.valueOf(argument(attribute, text, arguments, match.group(1)))));
    }

    private static @Nullable Object argument(String attribute, String text, Object[] arguments, String index) {
        if (index.length() > 3 || Integer.parseInt(index) >= arguments.length) {
            throw ConfigurationException.of(
                    attribute,
                    text,
                    "this invocation has " + arguments.length + (arguments.length == 1 ? " argument" : " arguments"),
                    "Name one of them; the first is {0}");
        }
        return arguments[Integer.parseInt(index)];
    }

    private Object[] arguments(String attribute, String text) {
        try {
            Class<?> type = Class.forName(INFO, true, test.topClass().getClassLoader());
            Object info = type.getMethod("get", ExtensionContext.class).invoke(null, context);
            if (info != null) {
                Object accessor = type.getMethod("getArguments").invoke(info);
                return (Object[]) accessor.getClass().getMethod("toArray").invoke(accessor);
            }
        } catch (ReflectiveOperationException e) {
            // Reported below.
        }
        throw ConfigurationException.of(
                attribute,
                text,
                "{0} is replaced by an argument only in a @ParameterizedTest with JUnit 5.13 or later",
                "Use that, or write a method for each" + " value, or use a placeholder such as ${llm.model}");
    }
}
