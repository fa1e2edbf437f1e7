package dev.llmbench.openai;

import dev.llmbench.http.ResponseHead;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When an overloaded server wants the next request: a number of seconds or a date, as in RFC 9110, or fractions of
 * seconds or {@code retry-after-ms}, which servers also send.
 *
 * @param length the requested pause; empty if there is none or it cannot be read
 * @param unreadable the value that cannot be read; null if there is none
 */
record RetryAfter(Optional<Duration> length, @Nullable String unreadable) {
    static final RetryAfter NONE = new RetryAfter(Optional.empty(), null);
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,12}(?:\\.[0-9]{0,9})?|\\.[0-9]{1,9}");
    private static final BigDecimal LONGEST_SECONDS = BigDecimal.valueOf(999_999_999);

    /**
     * Reads the pause from a head.
     *
     * @param now the current time, for dates; a date in the past asks for no pause
     */
    static RetryAfter of(ResponseHead head, Instant now) {
        if (!(head.status() == 429 || head.status() == 503)) {
            return NONE;
        }
        String millis = head.retryAfterMs();
        String said = head.retryAfter();
        Optional<Duration> length = millis == null ? Optional.empty() : number(millis, 3);
        if (length.isEmpty() && said != null) {
            length = seconds(said, now);
        }
        String unread = millis == null ? said : "retry-after-ms: " + millis;
        return new RetryAfter(length, length.isPresent() || unread == null ? null : unread);
    }

    private static Optional<Duration> seconds(String said, Instant now) {
        Optional<Duration> number = number(said, 0);
        return number.isPresent() ? number : date(said, now);
    }

    private static Optional<Duration> number(String said, int decimals) {
        if (!NUMBER.matcher(said).matches()) {
            return Optional.empty();
        }
        BigDecimal seconds = new BigDecimal(said).movePointLeft(decimals);
        return seconds.compareTo(LONGEST_SECONDS) > 0
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(
                        seconds.movePointRight(9).setScale(0, RoundingMode.UP).longValue()));
    }

    private static Optional<Duration> date(String said, Instant now) {
        try {
            Instant then = DateTimeFormatter.RFC_1123_DATE_TIME.parse(said, Instant::from);
            return Optional.of(then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
