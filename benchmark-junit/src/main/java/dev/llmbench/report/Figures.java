package dev.llmbench.report;

import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Show;
import dev.llmbench.metric.Statistic;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Measurement;
import java.util.Locale;
import java.util.OptionalDouble;

/** Writes the figures of a measurement for a table or a line. */
final class Figures {
    private static final String NONE = "-";

    private Figures() {}

    /** A time whose unit takes two columns, so that digits stand under digits. */
    static String time(Distribution latency, Statistic statistic) {
        OptionalDouble micros = latency.micros(statistic);
        if (micros.isEmpty()) {
            return NONE + "   ";
        }
        String shown = Show.micros(micros.getAsDouble());
        return shown.endsWith(" s") ? shown + " " : shown;
    }

    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** A number of something, such as {@code 1 error} or {@code 3 errors}. */
    static String counted(long count, String one) {
        return count(count) + " " + one + (count == 1 ? "" : "s");
    }

    static String rate(Measurement measured, Metric metric) {
        OptionalDouble rate = measured.value(metric, Statistic.VALUE);
        return rate.isPresent() ? Show.digits(rate.getAsDouble()) : NONE;
    }

    static String share(OptionalDouble share) {
        return share.isPresent() ? Show.percent(share.getAsDouble()) : NONE;
    }

    /** What to say beside a figure, in brackets; empty where it rests on no estimate. */
    static String estimated(LoadResult result, Metric metric) {
        return result.estimated(result.run(), metric)
                .map(word -> " (" + word + ")")
                .orElse("");
    }
}
