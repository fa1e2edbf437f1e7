package dev.llmbench.budget;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Show;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.Durations;
import dev.llmbench.result.Measurement;
import java.util.Locale;
import java.util.OptionalDouble;

/** Says what was found for one budget: the figure, the limit, and what they were drawn from. */
final class Wording {
    private final Question question;
    private final Budget budget;
    private final Metric metric;
    private final Measurement measured;

    Wording(Question question) {
        this.question = question;
        this.budget = question.budget();
        this.metric = question.metric();
        this.measured = question.measured();
    }

    String ofPercentile(OptionalDouble actual, boolean isAbove, Proportion proportion) {
        String side = question.atMost() ? "over the limit where " : "under the limit where less than ";
        String share = Show.percent((double) proportion.over() / proportion.samples()) + " " + side
                + Show.percent(proportion.share().doubleValue()) + " may be";
        return was(latency(actual, isAbove), count(proportion.samples()) + ", " + share + cutOff(proportion.samples()));
    }

    String ofEnd(OptionalDouble actual, boolean isAbove, long samples, long over) {
        String side = question.atMost() ? " over the limit" : " under the limit";
        return was(latency(actual, isAbove), count(samples) + ", " + number(over) + side + cutOff(samples));
    }

    String ofShare(OptionalDouble actual, long part, long all) {
        String word = metric == Metric.ERROR_RATE ? " failed" : " were good";
        return was(value(actual), number(part) + " of " + number(all) + " requests" + word);
    }

    String ofFigure(OptionalDouble actual, long samples) {
        String length = metric.kind() == Metric.Kind.PER_SECOND
                ? " in " + Durations.format(measured.scope().length())
                : "";
        return was(value(actual), count(samples) + length);
    }

    String noSample() {
        String requests = number(measured.ok()) + " ok, " + number(measured.errors()) + " failed, "
                + number(measured.interrupted()) + " interrupted";
        return budget.figure() + " was never measured, " + limit() + " (" + scope() + ", " + requests + ")";
    }

    String tooFew(long needed, long had) {
        String unit = metric == Metric.CHUNK_GAP ? " chunk gaps" : " requests";
        String remedy = switch (metric.kind()) {
            case PROPORTION -> question.atMost() ? "raise the limit" : "lower the limit";
            default -> "ask for a percentile nearer the median";
        };
        return "needs at least " + number(needed) + unit + ", had " + number(had) + ": lengthen the stages, or "
                + remedy;
    }

    private String was(String actual, String drawnFrom) {
        String verb = metric.kind() == Metric.Kind.COUNT ? " were " : " was ";
        return budget.figure() + verb + actual + ", " + limit() + " (" + scope() + ", " + drawnFrom + ")";
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
