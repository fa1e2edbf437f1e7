package dev.llmbench.budget;

import dev.llmbench.budget.Finding.Figures;
import dev.llmbench.budget.Verdict.Kind;
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
                ? measured.interval(metric, question.budget().statistic())
                : Interval.UNBOUNDED;
        this.wording = new VerdictText(question, interval, possible);
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
        return measured.exceedance(metric, highestBelow());
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
        boolean isAbove = counts.kind() == Kind.PASS ? !question.atMost() : question.atMost();
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

        Kind kind() {
            return !most().isExceeded() ? Kind.PASS : least().isExceeded() ? Kind.BREACH : Kind.INCONCLUSIVE;
        }

        /** Those that the verdict rests on. */
        Proportion judged() {
            return kind() == Kind.BREACH ? least() : most();
        }
    }

    private Finding end(Exceedance above) {
        boolean greatest = question.budget().statistic().kind() == Statistic.Kind.MAX;
        boolean surely = isAbove(greatest, above.surely(), above.samples());
        boolean possibly = isAbove(greatest, above.possibly(), above.samples());
        Kind kind = surely != possibly ? Kind.INCONCLUSIVE : surely == question.atMost() ? Kind.BREACH : Kind.PASS;
        long counted = kind == Kind.BREACH == question.atMost() ? above.surely() : above.possibly();
        long over = question.atMost() ? counted : above.samples() - counted;
        OptionalDouble actual = actual(possibly);
        String text = wording.ofEnd(actual, possibly, above.samples(), over, kind);
        Figures figures = new Figures(
                actual, interval(above.samples()), possible, above.samples(), over, OptionalDouble.empty());
        return Finding.ofFact(kind, figures, text);
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
        return byCount(counts, figure, wording.ofShare(figure, part, all, counts.kind()));
    }

    private static long count(OptionalDouble share, long all) {
        return Math.round(share.orElse(0) * all);
    }

    private Finding byCount(Counts counts, OptionalDouble actual, String text) {
        Kind kind = counts.kind();
        Proportion judged = counts.judged();
        // Where no sample at all may be on the wrong side, one is proof whatever the load did.
        boolean provable =
                question.steady() || (kind == Kind.BREACH && judged.share().signum() == 0);
        OptionalDouble effective = effectiveSize(judged, kind);
        boolean sure = kind != Kind.INCONCLUSIVE && isSure(judged, (double) judged.samples());
        boolean proven = provable && sure && effective.isPresent() && isSure(judged, effective.getAsDouble());
        boolean isThin = judged.samples() < judged.samplesNeeded();
        String remark = remark(kind, proven, provable, judged, sure && provable && !proven, effective);
        Figures figures = new Figures(
                actual,
                interval(judged.samples()),
                possible,
                judged.samples(),
                judged.over(),
                isThin ? OptionalDouble.of(judged.provenAtMost()) : OptionalDouble.empty());
        Finding finding = new Finding(kind, proven, provable, figures, text, remark);
        return isThin && kind == Kind.PASS && question.evidence() != Evidence.PROVEN_PASS
                ? finding.saying(wording.needsForMore(judged))
                : finding;
    }

    private static boolean isSure(Proportion proportion, double effective) {
        return proportion.isExceeded() ? proportion.isSurelyExceeded(effective) : proportion.isSurelyKept(effective);
    }

    /** A series without change is in no need of being read again: it counts in full. */
    private OptionalDouble effectiveSize(Proportion judged, Kind kind) {
        double samples = (double) judged.samples();
        boolean changes = judged.over() > 0 && judged.over() < judged.samples();
        boolean matters = isSure(judged, samples) || question.evidence() == Evidence.PROVEN_PASS;
        boolean surely = (kind == Kind.BREACH) == (question.atMost() || !metric.isLatency());
        return changes && matters && question.steady() && kind != Kind.INCONCLUSIVE
                ? measured.effectiveSize(metric, highestBelow(), surely)
                : OptionalDouble.of(samples);
    }

    private String remark(
            Kind kind, boolean proven, boolean provable, Proportion judged, boolean held, OptionalDouble effective) {
        if (kind == Kind.INCONCLUSIVE) {
            return wording.hangsOnTheGenerator();
        }
        if (!provable) {
            return wording.notSteady();
        }
        String alike = held ? wording.alike(judged, effective) : "";
        if (question.evidence() == Evidence.PROVEN_PASS && kind == Kind.PASS && !proven) {
            double scale = judged.samples() / effective.orElse((double) judged.samples());
            String needs = wording.needsForProof(judged, judged.samplesOfPass(scale));
            return alike.isEmpty() ? needs : alike + "; " + needs;
        }
        return alike;
    }

    // By figure.

    /** A mean or a rate: what it would be in another run is estimated by batches of this one. */
    private Finding estimate(long samples) {
        Kind kind = kind();
        boolean proven = question.steady() && kind != Kind.INCONCLUSIVE && isBeyondDoubt(kind);
        String remark = "";
        if (kind == Kind.INCONCLUSIVE) {
            remark = wording.hangsOnTheGenerator();
        } else if (!question.steady()) {
            remark = wording.notSteady();
        } else if (question.evidence() == Evidence.PROVEN_PASS && !proven) {
            remark = wording.doubtfulEstimate();
        }
        return new Finding(
                kind,
                proven,
                question.steady(),
                figures(samples),
                wording.ofFigure(figure, samples, kind),
                remark);
    }

    /** The interval is that of what was measured; the bound that the verdict rests on is as far from it. */
    private boolean isBeyondDoubt(Kind kind) {
        double limit = question.budget().limit();
        double value = figure.orElse(0);
        Interval sides =
                measured.interval(metric, question.budget().statistic(), CONFIDENCE_OF_BOTH_SIDES);
        boolean below = (kind == Kind.PASS) == question.atMost();
        if (below) {
            double shift = kind == Kind.PASS ? possible.upper().orElse(value) - value : 0;
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
        Kind kind = kind();
        Finding fact = Finding.ofFact(kind, figures(samples), wording.ofFigure(figure, samples, kind));
        return kind == Kind.INCONCLUSIVE ? fact.saying(wording.hangsOnTheGenerator()) : fact;
    }

    private Kind kind() {
        double value = figure.orElse(0);
        double least = possible.lower().orElse(value);
        double most = possible.upper().orElse(value);
        boolean kept = holds(question.atMost() ? most : least);
        boolean broken = !holds(question.atMost() ? least : most);
        return kept ? Kind.PASS : broken ? Kind.BREACH : Kind.INCONCLUSIVE;
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

    private Figures figures(long samples) {
        return new Figures(figure, interval(samples), possible, samples);
    }

    private Interval interval(long samples) {
        return hidesCutOffs(samples) ? Interval.UNBOUNDED : interval;
    }
}
