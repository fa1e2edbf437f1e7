package dev.llmbench.budget;

import dev.llmbench.budget.BoundedCheck.Counts;
import dev.llmbench.budget.Verdict.Kind;
import dev.llmbench.metric.Format;
import dev.llmbench.metric.Metric;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.Durations;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.result.Measurement;
import dev.llmbench.stats.Interval;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Describes the finding for one budget: the figure, the limit and the samples. */
final class VerdictText {
    /** The fraction of the limit from which on the distance of the bounds is shown. */
    private static final double WORTH_TELLING = 0.05;

    private final BudgetCheck check;
    private final Budget budget;
    private final Metric metric;
    private final Measurement measured;
    private final Interval interval;
    private final Interval possible;

    VerdictText(BudgetCheck check, Interval interval, Interval possible) {
        this.check = check;
        this.budget = check.budget();
        this.metric = check.metric();
        this.measured = check.measured();
        this.interval = interval;
        this.possible = possible;
    }

    String ofPercentile(OptionalDouble actual, boolean isAbove, Counts counts) {
        Proportion judged = counts.judged();
        String side = check.atMost() ? "over the limit, " : "under the limit, less than ";
        String part = counts.kind() == Kind.INCONCLUSIVE
                ? Format.percent(share(counts.least())) + " to " + Format.percent(share(counts.most()))
                : judged.over() == 0
                        ? Format.percent(0)
                        : number(judged.over()) + " (" + Format.percent(share(judged)) + ")";
        return was(
                ranged(latency(actual, isAbove), counts.kind()),
                count(judged.samples()) + ", " + part + " " + side
                        + Format.percent(judged.share().doubleValue()) + " allowed"
                        + cutOff(judged.samples()) + interval(judged.samples()));
    }

    private static double share(Proportion proportion) {
        return (double) proportion.over() / proportion.samples();
    }

    String ofEnd(OptionalDouble actual, boolean isAbove, long samples, long over, Kind kind) {
        String where = check.atMost() ? " over the limit" : " under the limit";
        return was(
                ranged(latency(actual, isAbove), kind), count(samples) + ", " + number(over) + where + cutOff(samples));
    }

    String ofShare(OptionalDouble actual, long part, long all, Kind kind) {
        String word = metric == Metric.ERROR_RATE ? " failed" : " were good";
        return was(
                ranged(value(actual), kind), number(part) + " of " + number(all) + " requests" + word + interval(all));
    }

    String ofFigure(OptionalDouble actual, long samples, Kind kind) {
        String length = metric.kind() == Metric.Kind.PER_SECOND
                ? " in " + Durations.format(measured.scope().length())
                : "";
        return was(ranged(value(actual), kind), count(samples) + length + interval(samples));
    }

    /** Returns the figure with its bounds if the verdict depends on them or they are far apart for this limit. */
    private String ranged(String actual, Kind kind) {
        double least = possible.lower().orElse(0);
        double most = possible.upper().orElse(0);
        boolean apart = most > least && most - least >= budget.limit() * WORTH_TELLING;
        if (kind != Kind.INCONCLUSIVE && !apart) {
            return actual;
        }
        String lower = value(possible.lower());
        String upper = value(possible.upper());
        int unit = lower.lastIndexOf(' ');
        boolean sameUnit = unit > 0 && upper.endsWith(lower.substring(unit));
        return (sameUnit ? lower.substring(0, unit) : lower) + " to " + upper + ": up to "
                + Format.value(metric, most - least) + " of it may be due to the load generator";
    }

    String hangsOnTheGenerator() {
        return "the verdict depends on the load generator's own delay: give the test JVM more CPU, or run it on a less busy machine";
    }

    static String quietPart(long quiet, long all) {
        return "in quiet time, " + Format.percent((double) quiet / all) + " of " + number(all)
                + ", because the load generator stalled";
    }

    static String littleQuiet(Optional<Long> quiet, long all) {
        String part = quiet.map(samples ->
                        "only " + Format.percent((double) samples / all) + " of the samples are in quiet time")
                .orElse("those in quiet time cannot be read again");
        return "the load generator stalled too often, and " + part
                + ": give the test JVM more CPU, or run it on a less busy machine";
    }

    static String atLoad(double share, LoadModel model) {
        String why = model == LoadModel.VIRTUAL_USERS
                ? "users waited for the load generator"
                : "the other requests were sent more than a second late";
        return "at " + Format.percent(share) + " of the planned load, because " + why;
    }

    String noSample() {
        String requests = number(measured.ok()) + " ok, " + number(measured.errors()) + " failed, "
                + number(measured.interrupted()) + " interrupted";
        return budget.figure() + " was never measured, " + limit() + " (" + scope() + ", " + requests + ")";
    }

    String notSteady() {
        return "by point estimate, as the load was not steady";
    }

    String alike(Proportion proportion, OptionalDouble effective) {
        String had = number(proportion.samples()) + unit();
        return effective.isEmpty()
                ? "not proven, because the correlation of successive" + unit() + " is unknown"
                : "not proven, because successive" + unit() + " are correlated: " + had + " count as "
                        + Format.digits(Math.floor(effective.getAsDouble())) + " independent ones";
    }

    String needsForProof(Proportion proportion, OptionalLong needed) {
        String had = ", had " + number(proportion.samples());
        if (needed.isEmpty()) {
            return "no number of" + unit() + " like these proves a pass" + had + ": " + limitRemedy();
        }
        String part = proportion.over() == 0
                ? " without one " + (check.atMost() && metric.isLatency() ? "over the limit" : "on the wrong side")
                : " like these";
        return "a proven pass needs " + (proportion.over() == 0 ? "" : "about ") + number(needed.getAsLong()) + unit()
                + part + had + ": " + hold(needed.getAsLong() - proportion.samples());
    }

    /** Returns how many samples it takes for more than a thin pass. */
    String needsForMore(Proportion proportion) {
        long needed = proportion.samplesNeeded();
        return budget.figure() + " needs " + number(needed) + unit() + ": " + hold(needed - proportion.samples());
    }

    /** Returns how much longer to hold the load for that many more samples. */
    private String hold(long more) {
        double had = metric.isLatency() ? measured.latency(metric).count() : measured.requests();
        double seconds = measured.scope().length().toMillis() / 1e3;
        if (had <= 0 || seconds <= 0) {
            return "lengthen the stages";
        }
        double perSecond = had / seconds;
        Duration longer = Duration.ofSeconds((long) Math.ceil(more / perSecond));
        String part = measured.scope().stage().isPresent()
                ? "stage " + measured.scope().stage().getAsInt()
                : "the load";
        return "at " + Format.digits(perSecond) + "/s hold " + part + " about " + Durations.format(longer) + " longer";
    }

    String doubtfulEstimate() {
        return interval.isBounded()
                ? "not proven: lengthen the stages, or " + limitRemedy()
                : "not proven: that takes at least ten seconds of steady load";
    }

    private String limitRemedy() {
        return check.atMost() ? "raise the limit" : "lower the limit";
    }

    private String unit() {
        return metric == Metric.CHUNK_GAP ? " chunk gaps" : " requests";
    }

    private String was(String actual, String drawnFrom) {
        String verb = metric.kind() == Metric.Kind.COUNT ? " were " : " was ";
        return figure() + verb + actual + ", " + limit() + " (" + scope() + ", " + drawnFrom + ")";
    }

    private String figure() {
        return budget.figure()
                + measured.estimated(metric).map(word -> " (" + word + ")").orElse("");
    }

    /** It is unknown how long a request that was cut off would have taken, and rounding must not hide a breach. */
    private String latency(OptionalDouble actual, boolean isAbove) {
        String limit = Format.value(metric, budget.limit());
        if (!isAbove || !check.atMost()) {
            return value(actual);
        }
        if (check.strict()) {
            return actual.orElse(0) < budget.limit() ? "at least " + limit : value(actual);
        }
        return actual.orElse(0) <= budget.limit() || value(actual).equals(limit) ? "over " + limit : value(actual);
    }

    /** The interval of the requests that ended excludes those that were cut off. */
    private String interval(long samples) {
        boolean tellsAll =
                !metric.isLatency() || samples == measured.latency(metric).count();
        if (!tellsAll || interval.equals(Interval.UNBOUNDED)) {
            return "";
        }
        return ", 95 % CI " + interval.inWords(bound -> Format.value(metric, bound));
    }

    private String value(OptionalDouble actual) {
        return Format.value(metric, actual.orElse(0));
    }

    private String limit() {
        String limit = Format.value(metric, budget.limit());
        String sign =
                check.strict() ? (check.atMost() ? "<" : ">") : budget.bound().sign();
        return "limit " + sign + " " + limit;
    }

    /** The scope's own description has parentheses, which do not nest well in a sentence. */
    private String scope() {
        return measured.scope().description().replace(" (", ", ").replace(")", "");
    }

    private String cutOff(long samples) {
        long cutOff = samples - measured.latency(metric).count();
        return cutOff == 0 ? "" : ", " + number(cutOff) + " cut off or timed out";
    }

    private static String count(long samples) {
        return "n = " + number(samples);
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
