package dev.llmbench.junit;

import dev.llmbench.plan.ConfigurationException;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Parses single values. Every method takes the name of the attribute or key, for messages. */
final class ValueParser {
    private ValueParser() {}

    static boolean flag(String name, String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw ConfigurationException.of(name, text, "this is neither true nor false", "Write true or false");
        };
    }

    static int integer(String name, String text) {
        return number(name, text, Integer::valueOf, "a whole number");
    }

    static long whole(String name, String text) {
        return number(name, text, Long::valueOf, "a whole number");
    }

    static double decimal(String name, String text) {
        return number(name, text, Double::valueOf, "a number with a decimal point");
    }

    private static <T> T number(String name, String text, Function<String, T> reader, String what) {
        try {
            return reader.apply(text.strip());
        } catch (NumberFormatException e) {
            throw ConfigurationException.of(name, text, "this is not " + what, "Write for example 10");
        }
    }

    /** Returns the constant of this name, in any case, with {@code -} or {@code _} between words. */
    static <E> E constant(String name, String text, Class<E> type) {
        E[] constants = type.getEnumConstants();
        return Stream.of(constants)
                .filter(constant -> nameOf(constant).equals(Sources.inCapitals(text.strip())))
                .findFirst()
                .orElseThrow(() -> ConfigurationException.of(
                        name,
                        text,
                        "there is no such value",
                        "Write one of "
                                + Stream.of(constants).map(ValueParser::word).collect(Collectors.joining(", "))));
    }

    private static String word(Object constant) {
        return nameOf(constant).toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String nameOf(Object constant) {
        return ((Enum<?>) constant).name();
    }
}
