package dev.llmbench.simulator;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The simulator's settings that the query of a request overrides, such as {@code ?ttft=50&tpot=5&n=100}. */
record RequestOverrides(
        OptionalLong ttft, OptionalLong tpot, OptionalInt tokens, OptionalInt errorStatus, Optional<Fault> fault) {

    private static final RequestOverrides NONE = new RequestOverrides(
            OptionalLong.empty(), OptionalLong.empty(), OptionalInt.empty(), OptionalInt.empty(), Optional.empty());

    static RequestOverrides of(String query) throws HttpError {
        RequestOverrides overrides = NONE;
        for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            overrides = overrides.with(name, equals < 0 ? "" : pair.substring(equals + 1));
        }
        return overrides;
    }

    /** Other parameters are ignored: some endpoints require an API version there. */
    private RequestOverrides with(String name, String value) throws HttpError {
        return switch (name) {
            case "ttft" -> new RequestOverrides(nanos(name, value), tpot, tokens, errorStatus, fault);
            case "tpot" -> new RequestOverrides(ttft, nanos(name, value), tokens, errorStatus, fault);
            case "n" -> new RequestOverrides(ttft, tpot, number(name, value, 1, TokenCount.MAX), errorStatus, fault);
            case "err" -> new RequestOverrides(ttft, tpot, tokens, number(name, value, 400, 599), fault);
            case "fault" -> new RequestOverrides(ttft, tpot, tokens, errorStatus, Optional.of(fault(name, value)));
            default -> this;
        };
    }

    private static OptionalLong nanos(String name, String value) throws HttpError {
        Double millis = parsed(value);
        if (millis == null || !(millis >= 0 && millis <= Checks.LONGEST.toMillis())) {
            throw HttpError.badRequest(name, value, "must be milliseconds, 0 or more", "write " + name + "=12.5");
        }
        return OptionalLong.of(Math.round(millis * 1e6));
    }

    private static OptionalInt number(String name, String value, int least, int most) throws HttpError {
        Double number = parsed(value);
        if (number == null || number != Math.rint(number) || number < least || number > most) {
            throw HttpError.badRequest(
                    name, value, "must be a whole number from " + least + " to " + most, "write " + name + "=" + least);
        }
        return OptionalInt.of(number.intValue());
    }

    private static @Nullable Double parsed(String value) {
        try {
            return Double.valueOf(value);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static Fault fault(String name, String value) throws HttpError {
        String wanted = value.toUpperCase(Locale.ROOT);
        for (Fault fault : Fault.values()) {
            if (fault.name().equals(wanted)) {
                return fault;
            }
        }
        throw HttpError.badRequest(name, value, "must be a fault", "use one of " + Arrays.toString(Fault.values()));
    }
}
