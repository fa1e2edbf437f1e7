package dev.llmbench.report.html;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Formats times of a run, such as {@code 1:05.250} or {@code 1:02:05.250}. */
final class Clock {
    private static final DateTimeFormatter TIME_OF_DAY =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Clock() {}

    /** Formats a time, in microseconds since the start of the run. */
    static String of(long micros) {
        return of(Duration.of(micros, ChronoUnit.MICROS));
    }

    /** Formats a time together with the time of day in UTC, as in a server's log: {@code 1:05.250 (12:31:05)}. */
    static String of(long micros, Instant start) {
        return of(micros) + " (" + TIME_OF_DAY.format(start.plus(micros, ChronoUnit.MICROS)) + ")";
    }

    static String of(Duration moment) {
        String hours = moment.toHours() > 0 ? moment.toHours() + ":" : "";
        return hours
                + String.format(
                        Locale.ROOT,
                        hours.isEmpty() ? "%d:%02d.%03d" : "%02d:%02d.%03d",
                        moment.toMinutesPart(),
                        moment.toSecondsPart(),
                        moment.toMillisPart());
    }
}
