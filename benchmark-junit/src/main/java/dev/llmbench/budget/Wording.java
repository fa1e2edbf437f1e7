package dev.llmbench.budget;

import dev.llmbench.metric.Interval;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Show;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.Durations;
import dev.llmbench.result.Measurement;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Says what was found for one budget: the figure, the limit, and what they were drawn from. */
final class Wording {
    private final Question question;
    private final Budget budget;
    private final Metric metric;
    private final Measurement measured;
    private final Interval interval;

    Wording(Question question, Interval interval) {
        this.question = question;
        this.budget = question.budget();
        this.metric = question.metric();
        this.measured = question.measured();
        this.interval = interval;
    }

    String ofPercentile(OptionalDouble actual, boolean isAbove, Proportion proportion) {
        String side = question.atMost() ? "over the limit where " : "under the limit where less than ";
        String share = Show.percent((double) proportion.over() / proportion.samples()) + " " + side
                + Show.percent(proportion.share().doubleValue()) + " may be";
        return was(
                latency(actual, isAbove),
                count(proportion.samples()) + ", " + share + cutOff(proportion.samples())
                        + interval(proportion.samples()));
    }

    String ofEnd(OptionalDouble actual, boolean isAbove, long samples, long over) {
        String side = question.atMost() ? " over the limit" : " under the limit";
        return was(latency(actual, isAbove), count(samples) + ", " + number(over) + side + cutOff(samples));
    }

    String ofShare(OptionalDouble actual, long part, long all) {
        String word = metric == Metric.ERROR_RATE ? " failed" : " were good";
        return was(value(actual), number(part) + " of " + number(all) + " requests" + word + interval(all));
    }

    String ofFigure(OptionalDouble actual, long samples) {
        String length = metric.kind() == Metric.Kind.PER_SECOND
                ? " in " + Durations.format(measured.scope().length())
                : "";
        return was(value(actual), count(samples) + length + interval(samples));
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
                ? "not proven, as how alike successive" + unit() + " are cannot be told"
                : "not proven, as successive" + unit() + " are alike: " + had + " say as much as "
                        + Show.digits(Math.floor(effective.getAsDouble())) + " independent ones";
    }

    String needsForProof(Proportion proportion, OptionalLong needed) {
        String had = ", had " + number(proportion.samples());
        if (needed.isEmpty()) {
            return "no number of" + unit() + " like these proves a pass" + had + ": " + limitRemedy();
        }
        String part = proportion.over() == 0
                ? " without one " + (question.atMost() && metric.isLatency() ? "over the limit" : "on the wrong side")
                : " like these";
        return "a proven pass needs " + (proportion.over() == 0 ? "" : "about ") + number(needed.getAsLong()) + unit()
                + part + had + ": lengthen the stages";
    }

    String doubtfulEstimate() {
        return interval.isBounded()
                ? "not proven: lengthen the stages, or " + limitRemedy()
                : "not proven: that takes ten seconds of steady load at least";
    }

    private String limitRemedy() {
        return question.atMost() ? "raise the limit" : "lower the limit";
    }

    private String unit() {
        return metric == Metric.CHUNK_GAP ? " chunk gaps" : " requests";
    }

    String tooFew(long needed, Proportion proportion) {
        String remedy = switch (metric.kind()) {
            case PROPORTION -> limitRemedy();
            default -> "ask for a percentile nearer the median";
        };
        return "needs at least " + number(needed) + unit() + ", had " + number(proportion.samples())
                + ": lengthen the stages, or " + remedy;
    }

    private String was(String actual, String drawnFrom) {
        String verb = metric.kind() == Metric.Kind.COUNT ? " were " : " was ";
        return figure() + verb + actual + ", " + limit() + " (" + scope() + ", " + drawnFrom + ")";
    }

    private String figure() {
        return budget.figure()
                + question.result()
                        .estimated(measured, metric)
                        .map(word -> " (" + word + ")")
                        .orElse("");
    }

    /** How long a request that was cut off would have taken is not known, nor may rounding hide a breach. */
    private String latency(OptionalDouble actual, boolean isAbove) {
        String limit = Show.value(metric, budget.limit());
        if (!isAbove || !question.atMost()) {
            return value(actual);
        }
        if (question.strict()) {
            return actual.orElse(0) < budget.limit() ? "at least " + limit : value(actual);
        }
        return actual.orElse(0) <= budget.limit() || value(actual).equals(limit) ? "over " + limit : value(actual);
    }

    /** What was cut off is in no interval of what ended. */
    private String interval(long samples) {
        boolean tellsAll =
                !metric.isLatency() || samples == measured.latency(metric).count();
        if (!tellsAll || interval.equals(Interval.UNBOUNDED)) {
            return "";
        }
        String lower = interval.lower().isPresent() ? value(interval.lower()) : "";
        String upper = interval.upper().isPresent() ? value(interval.upper()) : "";
        String between =
                upper.isEmpty() ? "from " + lower : lower.isEmpty() ? "up to " + upper : lower + " to " + upper;
        return ", 95 % CI " + between;
    }

    private String value(OptionalDouble actual) {
        return Show.value(metric, actual.orElse(0));
    }

    private String limit() {
        String limit = Show.value(metric, budget.limit());
        String sign = question.strict()
                ? (question.atMost() ? "<" : ">")
                : budget.bound().sign();
        return "limit " + sign + " " + limit;
    }

    /** The scope's own description has brackets, which do not nest well in a sentence. */
    private String scope() {
        return measured.scope().description().replace(" (", ", ").replace(")", "");
    }

    private String cutOff(long samples) {
        long cutOff = samples - measured.latency(metric).count();
        return cutOff == 0 ? "" : ", " + number(cutOff) + " of them cut off or timed out";
    }

    private static String count(long samples) {
        return "n = " + number(samples);
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
