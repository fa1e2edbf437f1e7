package dev.llmbench.junit;

import dev.llmbench.plan.ConfigurationException;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Replaces each {@code ${key:default}} in a text; a default may contain further ones, a value is not expanded. */
final class Placeholders {
    private static final String START = "${";
    private static final Pattern FRAME = Pattern.compile("\\$\\{[^:{}]*:?|}");

    private final BinaryOperator<String> arguments;
    private final Function<String, Optional<String>> values;
    private final String places;

    /**
     * Creates placeholders with these values.
     *
     * @param places the sources of the values, for messages
     */
    Placeholders(Function<String, Optional<String>> values, String places) {
        this((attribute, text) -> text, values, places);
    }

    /**
     * Creates placeholders for texts in which the arguments of the test's invocation are replaced first.
     *
     * @param arguments puts the arguments of the test's invocation into an attribute's text
     */
    Placeholders(BinaryOperator<String> arguments, Function<String, Optional<String>> values, String places) {
        this.arguments = arguments;
        this.values = values;
        this.places = places;
    }

    /** Returns the text with every placeholder replaced. */
    String resolve(String attribute, String written) {
        String text = arguments.apply(attribute, written);
        StringBuilder resolved = new StringBuilder();
        int at = 0;
        for (int start = text.indexOf(START); start >= 0; start = text.indexOf(START, at)) {
            int end = endOf(attribute, text, start);
            resolved.append(text, at, start).append(valueOf(attribute, text.substring(start + START.length(), end)));
            at = end + 1;
        }
        return resolved.append(text, at, text.length()).toString();
    }

    private static int endOf(String attribute, String text, int start) {
        int depth = 0;
        for (int at = start; at < text.length(); at++) {
            if (text.startsWith(START, at)) {
                depth++;
                at++;
            } else if (text.charAt(at) == '}' && --depth == 0) {
                return at;
            }
        }
        throw ConfigurationException.saying(
                attribute + ": a placeholder begins with ${ but has no closing" + " }. Add a }.");
    }

    private String valueOf(String attribute, String inside) {
        int colon = inside.indexOf(':');
        String key = (colon < 0 ? inside : inside.substring(0, colon)).strip();
        if (key.isEmpty()) {
            throw ConfigurationException.saying(
                    attribute + ": a placeholder has no key. Write ${key} or ${key:default}.");
        }
        return values.apply(key).orElseGet(() -> {
            if (colon < 0) {
                throw ConfigurationException.saying(attribute + ": ${" + key + "} has no value. It was searched for in "
                        + places + ". Set it there, or add a default: ${" + key + ":...}.");
            }
            return resolve(attribute, inside.substring(colon + 1));
        });
    }

    /** Returns the literal part of a text: everything but its placeholders' keys. */
    static String literalPart(String text) {
        return FRAME.matcher(text).replaceAll("");
    }
}
