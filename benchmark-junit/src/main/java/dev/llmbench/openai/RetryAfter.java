package dev.llmbench.openai;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a server that is too busy says of when to come again, as RFC 9110 has it: so many seconds, or a date. */
final class RetryAfter {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    private RetryAfter() {}

    /**
     * How long the server asks to be left alone.
     *
     * @param said the header's value
     * @param now what a date is counted from; one that has passed asks for no time at all
     * @return empty where it asks for nothing that can be read, or has another reason than being too busy
     */
    static Optional<Duration> of(int status, String said, Instant now) {
        if (!(status == 429 || status == 503)) {
            return Optional.empty();
        }
        if (SECONDS.matcher(said).matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(said)));
        }
        try {
            Instant then = DateTimeFormatter.RFC_1123_DATE_TIME.parse(said, Instant::from);
            return Optional.of(then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
