package dev.llmbench.budget;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Evidence;
import dev.llmbench.result.Exceedance;
import dev.llmbench.result.Measurement;
import dev.llmbench.stats.Interval;
import java.math.BigDecimal;
import java.util.OptionalDouble;

/**
 * A budget held against one measurement, whose load generator may have added to what it measured. It is kept where it is with
 * all of that counted against the server, broken where it is with all of that taken off, and else open. Percentiles and
 * shares are judged by counting the samples on the wrong side of the limit, everything else by its figure.
 */
final class BoundedCheck {
    private static final double SAME = 1e-9;

    /** Two-sided; each side of it is a one-sided statement at 95 %. */
    private static final double CONFIDENCE_OF_BOTH_SIDES = 0.9;

    private final BudgetCheck question;
    private final Metric metric;
    private final Measurement measured;
    private final OptionalDouble figure;
    private final Interval possible;
    private final Interval interval;
    private final VerdictText wording;

    BoundedCheck(BudgetCheck question) {
        this.question = question;
        this.metric = question.metric();
        this.measured = question.measured();
        this.figure = measured.value(metric, question.budget().statistic());
        this.possible = measured.possible(metric, question.budget().statistic());
        this.interval = question.steady()
                ? question.result().interval(measured, metric, question.budget().statistic())
                : Interval.UNBOUNDED;
        this.wording = new VerdictText(question, interval, possible);
    }

    /**
     * How it came out.
     *
     * @param side kept, broken, or open
     * @param proven whether chance is ruled out at 95 %
     * @param provable whether more samples could rule it out
     * @param actual the figure that was measured
     * @param samples on how many samples
     * @param over those of them on the wrong side; where that is open, those that may be
     * @param thin the share that so few samples prove at the most; empty where they are enough for the figure
     */
    record Finding(
            Side side,
            boolean proven,
            boolean provable,
            OptionalDouble actual,
            Interval interval,
            Interval possible,
            long samples,
            long over,
            OptionalDouble thin,
            String text,
            String remark) {}

    /** On which side of its limit a figure is. */
    enum Side {
        KEPT,
        BROKEN,
        OPEN
    }

    /** A figure of nothing, such as no token a second because nobody counted tokens, must never pass. */
    boolean hasSample() {
        var completed = measured.completed();
        return figure.isPresent()
                && switch (metric) {
                    case OK_REQUESTS, ERRORS -> measured.requests() > 0;
                    case REQUEST_THROUGHPUT, GOODPUT -> completed.requests() > 0;
                    case OUTPUT_TOKEN_THROUGHPUT -> completed.outputTokens() > 0;
                    case TOTAL_TOKEN_THROUGHPUT -> completed.outputTokens() + completed.promptTokens() > 0;
                    default -> true;
                };
    }

    String noSample() {
        return wording.noSample();
    }

    /** Judges the measurement, which must have a sample. */
    Finding finding() {
        return switch (metric.kind()) {
            case LATENCY -> latency();
            case PROPORTION -> share();
            case PER_SECOND -> estimate(measured.completed().requests());
            case COUNT, UTILIZATION -> plainFigure(measured.requests());
        };
    }

    private Finding latency() {
        return switch (question.budget().statistic().kind()) {
            case PERCENTILE -> percentile(countedAbove());
            case MIN, MAX -> end(countedAbove());
            case STDDEV -> plainFigure(measured.latency(metric).count());
            default -> estimate(measured.latency(metric).count());
        };
    }

    /** How many samples are above the limit; the limit itself is, where a figure of that size has to be told so. */
    private Exceedance countedAbove() {
        return question.result().exceedance(measured, metric, highestBelow());
    }

    private double highestBelow() {
        double limit = question.budget().limit();
        return question.atMost() == question.strict() ? Math.nextDown(limit) : limit;
    }

    // By counting.

    /** By nearest rank a percentile is below its limit exactly if the samples below it fill that percentage. */
    private Finding percentile(Exceedance above) {
        BigDecimal share =
                BigDecimal.valueOf(question.budget().statistic().percent()).movePointLeft(2);
        long n = above.samples();
        Counts counts = question.atMost()
                ? new Counts(n, above.possibly(), above.surely(), BigDecimal.ONE.subtract(share), false)
                : new Counts(n, n - above.surely(), n - above.possibly(), share, true);
        boolean isAbove = counts.side() == Side.KEPT ? !question.atMost() : question.atMost();
        OptionalDouble actual = actual(isAbove);
        return byCount(counts, actual, wording.ofPercentile(actual, isAbove, counts));
    }

    /**
     * Samples on the wrong side of a limit.
     *
     * @param possibly those that may be on the wrong side
     * @param surely those that are on it even without all that the generator may have added
     * @param share the share of them that may be
     * @param strict whether reaching the share exactly is too much already
     */
    record Counts(long samples, long possibly, long surely, BigDecimal share, boolean strict) {

        Proportion most() {
            return new Proportion(samples, possibly, share, strict);
        }

        Proportion least() {
            return new Proportion(samples, surely, share, strict);
        }

        Side side() {
            return !most().isExceeded() ? Side.KEPT : least().isExceeded() ? Side.BROKEN : Side.OPEN;
        }

        /** Those that the side rests on. */
        Proportion judged() {
            return side() == Side.BROKEN ? least() : most();
        }
    }

    private Finding end(Exceedance above) {
        boolean greatest = question.budget().statistic().kind() == Statistic.Kind.MAX;
        boolean surely = isAbove(greatest, above.surely(), above.samples());
        boolean possibly = isAbove(greatest, above.possibly(), above.samples());
        Side side = surely != possibly ? Side.OPEN : surely == question.atMost() ? Side.BROKEN : Side.KEPT;
        long counted = side == Side.BROKEN == question.atMost() ? above.surely() : above.possibly();
        long over = question.atMost() ? counted : above.samples() - counted;
        OptionalDouble actual = actual(possibly);
        String text = wording.ofEnd(actual, possibly, above.samples(), over, side);
        return finding(side, false, false, actual, above.samples(), over, OptionalDouble.empty(), text, "");
    }

    private static boolean isAbove(boolean greatest, long over, long samples) {
        return greatest ? over > 0 : over == samples;
    }

    /** The histogram's three digits round up; the count knows better on which side of the limit the figure is. */
    private OptionalDouble actual(boolean isAbove) {
        double limit = question.budget().limit();
        return isAbove ? figure : OptionalDouble.of(Math.min(limit, figure.getAsDouble()));
    }

    private Finding share() {
        long all = measured.requests();
        long least = count(possible.lower(), all);
        long most = count(possible.upper(), all);
        BigDecimal limit = BigDecimal.valueOf(question.budget().limit());
        Counts counts = question.atMost()
                ? new Counts(all, most, least, limit, question.strict())
                : new Counts(all, all - least, all - most, BigDecimal.ONE.subtract(limit), question.strict());
        long part = metric == Metric.ERROR_RATE
                ? measured.errors()
                : measured.good().orElse(0);
        return byCount(counts, figure, wording.ofShare(figure, part, all, counts.side()));
    }

    private static long count(OptionalDouble share, long all) {
        return Math.round(share.orElse(0) * all);
    }

    private Finding byCount(Counts counts, OptionalDouble actual, String text) {
        Side side = counts.side();
        Proportion judged = counts.judged();
        // Where no sample at all may be on the wrong side, one is proof whatever the load did.
        boolean provable =
                question.steady() || (side == Side.BROKEN && judged.share().signum() == 0);
        OptionalDouble effective = effectiveSize(judged, side);
        boolean sure = side != Side.OPEN && isSure(judged, (double) judged.samples());
        boolean proven = provable && sure && effective.isPresent() && isSure(judged, effective.getAsDouble());
        boolean isThin = judged.samples() < judged.samplesNeeded();
        String remark = remark(side, proven, provable, judged, sure && provable && !proven, effective);
        if (isThin && side == Side.KEPT && question.evidence() != Evidence.PROVEN_PASS) {
            remark = remark.isEmpty() ? wording.needsForMore(judged) : remark + "; " + wording.needsForMore(judged);
        }
        return finding(
                side,
                proven,
                provable,
                actual,
                judged.samples(),
                judged.over(),
                isThin ? OptionalDouble.of(judged.provenAtMost()) : OptionalDouble.empty(),
                text,
                remark);
    }

    private static boolean isSure(Proportion proportion, double effective) {
        return proportion.isExceeded() ? proportion.isSurelyExceeded(effective) : proportion.isSurelyKept(effective);
    }

    /** A series without change is in no need of being read again: it counts in full. */
    private OptionalDouble effectiveSize(Proportion judged, Side side) {
        double samples = (double) judged.samples();
        boolean changes = judged.over() > 0 && judged.over() < judged.samples();
        boolean matters = isSure(judged, samples) || question.evidence() == Evidence.PROVEN_PASS;
        boolean surely = (side == Side.BROKEN) == (question.atMost() || !metric.isLatency());
        return changes && matters && question.steady() && side != Side.OPEN
                ? question.result().effectiveSize(measured, metric, highestBelow(), surely)
                : OptionalDouble.of(samples);
    }

    private String remark(
            Side side, boolean proven, boolean provable, Proportion judged, boolean held, OptionalDouble effective) {
        if (side == Side.OPEN) {
            return wording.hangsOnTheGenerator();
        }
        if (!provable) {
            return wording.notSteady();
        }
        String alike = held ? wording.alike(judged, effective) : "";
        if (question.evidence() == Evidence.PROVEN_PASS && side == Side.KEPT && !proven) {
            double scale = judged.samples() / effective.orElse((double) judged.samples());
            String needs = wording.needsForProof(judged, judged.samplesOfPass(scale));
            return alike.isEmpty() ? needs : alike + "; " + needs;
        }
        return alike;
    }

    // By figure.

    /** A mean or a rate: what it would be in another run is estimated by batches of this one. */
    private Finding estimate(long samples) {
        Side side = side();
        boolean proven = question.steady() && side != Side.OPEN && isBeyondDoubt(side);
        String remark = "";
        if (side == Side.OPEN) {
            remark = wording.hangsOnTheGenerator();
        } else if (!question.steady()) {
            remark = wording.notSteady();
        } else if (question.evidence() == Evidence.PROVEN_PASS && !proven) {
            remark = wording.doubtfulEstimate();
        }
        return finding(
                side,
                proven,
                question.steady(),
                figure,
                samples,
                0,
                OptionalDouble.empty(),
                wording.ofFigure(figure, samples, side),
                remark);
    }

    /** The interval is that of what was measured; the bound that the side rests on is as far from it. */
    private boolean isBeyondDoubt(Side side) {
        double limit = question.budget().limit();
        double value = figure.orElse(0);
        Interval sides =
                question.result().interval(measured, metric, question.budget().statistic(), CONFIDENCE_OF_BOTH_SIDES);
        boolean below = (side == Side.KEPT) == question.atMost();
        if (below) {
            double shift = side == Side.KEPT ? possible.upper().orElse(value) - value : 0;
            return sides.upper().orElse(Double.POSITIVE_INFINITY) + shift < limit && !hidesCutOffs();
        }
        double shift = value - possible.lower().orElse(value);
        return sides.lower().orElse(Double.NEGATIVE_INFINITY) - shift > limit;
    }

    /** A mean of what ended is no proof of speed where other requests were cut off after waiting longer. */
    private boolean hidesCutOffs() {
        return metric.isLatency() && hidesCutOffs(countedAbove().samples());
    }

    /** What chance has no known part in: no sample is drawn for it, or its interval is not worked out. */
    private Finding plainFigure(long samples) {
        Side side = side();
        return finding(
                side,
                false,
                false,
                figure,
                samples,
                0,
                OptionalDouble.empty(),
                wording.ofFigure(figure, samples, side),
                side == Side.OPEN ? wording.hangsOnTheGenerator() : "");
    }

    private Side side() {
        double value = figure.orElse(0);
        double least = possible.lower().orElse(value);
        double most = possible.upper().orElse(value);
        boolean kept = holds(question.atMost() ? most : least);
        boolean broken = !holds(question.atMost() ? least : most);
        return kept ? Side.KEPT : broken ? Side.BROKEN : Side.OPEN;
    }

    private boolean holds(double actual) {
        double limit = question.budget().limit();
        boolean same = Math.abs(actual - limit) <= SAME * limit;
        return same ? !question.strict() : question.atMost() == actual < limit;
    }

    /** The interval is that of requests that ended, and says nothing of those cut off. */
    private boolean hidesCutOffs(long samples) {
        return metric.isLatency() && samples > measured.latency(metric).count();
    }

    private Finding finding(
            Side side,
            boolean proven,
            boolean provable,
            OptionalDouble actual,
            long samples,
            long over,
            OptionalDouble thin,
            String text,
            String remark) {
        return new Finding(
                side,
                proven,
                provable,
                actual,
                hidesCutOffs(samples) ? Interval.UNBOUNDED : interval,
                possible,
                samples,
                over,
                thin,
                text,
                remark);
    }
}
