package dev.llmbench.report.html;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Says moments of a run, such as {@code 1:05.250} or {@code 1:02:05.250}. */
final class Clock {
    private Clock() {}

    /** So many microseconds after the start of the run. */
    static String of(long micros) {
        return of(Duration.of(micros, ChronoUnit.MICROS));
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
