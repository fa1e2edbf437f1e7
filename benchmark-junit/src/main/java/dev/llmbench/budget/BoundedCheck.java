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
 * Checks a budget against one measurement, allowing for what the load generator may have added to it. The budget passes
 * if it holds even when all of that is counted against the server, is broken if it does not hold even when all of that
 * is subtracted, and is inconclusive otherwise. Percentiles and fractions are judged by counting the samples on the
 * wrong side of the limit, everything else by the figure itself.
 */
final class BoundedCheck {
    private static final double SAME = 1e-9;

    /** Two-sided, so that each side is a one-sided bound at 95 %. */
    private static final double CONFIDENCE_OF_BOTH_SIDES = 0.9;

    private final BudgetCheck check;
    private final Metric metric;
    private final Measurement measured;
    private final OptionalDouble figure;
    private final Interval possible;
    private final Interval interval;
    private final VerdictText wording;

    BoundedCheck(BudgetCheck check) {
        this.check = check;
        this.metric = check.metric();
        this.measured = check.measured();
        this.figure = measured.value(metric, check.budget().statistic());
        this.possible = measured.possible(metric, check.budget().statistic());
        this.interval =
                check.steady() ? measured.interval(metric, check.budget().statistic()) : Interval.UNBOUNDED;
        this.wording = new VerdictText(check, interval, possible);
    }

    /** A figure without samples must never pass, such as zero tokens per second because tokens were not counted. */
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
        return switch (check.budget().statistic().kind()) {
            case PERCENTILE -> percentile(countedAbove());
            case MIN, MAX -> end(countedAbove());
            case STDDEV -> plainFigure(measured.latency(metric).count());
            default -> estimate(measured.latency(metric).count());
        };
    }

    /** Counts the samples above the limit, including those equal to it if such a figure is on the upper side. */
    private Exceedance countedAbove() {
        return measured.exceedance(metric, highestBelow());
    }

    private double highestBelow() {
        double limit = check.budget().limit();
        return check.atMost() == check.strict() ? Math.nextDown(limit) : limit;
    }

    // By counting.

    /**
     * By nearest rank, a percentile is below its limit if and only if the samples below the limit make up that
     * percentage.
     */
    private Finding percentile(Exceedance above) {
        BigDecimal share =
                BigDecimal.valueOf(check.budget().statistic().percent()).movePointLeft(2);
        long n = above.samples();
        Counts counts = check.atMost()
                ? new Counts(n, above.possibly(), above.surely(), BigDecimal.ONE.subtract(share), false)
                : new Counts(n, n - above.surely(), n - above.possibly(), share, true);
        boolean isAbove = counts.kind() == Kind.PASS ? !check.atMost() : check.atMost();
        OptionalDouble actual = actual(isAbove);
        return byCount(counts, actual, wording.ofPercentile(actual, isAbove, counts));
    }

    /**
     * The number of samples on the wrong side of a limit.
     *
     * @param possibly the number of samples that may be on the wrong side
     * @param surely the number of samples that are on it even without everything that the generator may have added
     * @param share the fraction that is allowed there
     * @param strict whether exactly that fraction is already too much
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

        /** Returns the count that the verdict is based on. */
        Proportion judged() {
            return kind() == Kind.BREACH ? least() : most();
        }
    }

    private Finding end(Exceedance above) {
        boolean greatest = check.budget().statistic().kind() == Statistic.Kind.MAX;
        boolean surely = isAbove(greatest, above.surely(), above.samples());
        boolean possibly = isAbove(greatest, above.possibly(), above.samples());
        Kind kind = surely != possibly ? Kind.INCONCLUSIVE : surely == check.atMost() ? Kind.BREACH : Kind.PASS;
        long counted = kind == Kind.BREACH == check.atMost() ? above.surely() : above.possibly();
        long over = check.atMost() ? counted : above.samples() - counted;
        OptionalDouble actual = actual(possibly);
        String text = wording.ofEnd(actual, possibly, above.samples(), over, kind);
        Figures figures =
                new Figures(actual, interval(above.samples()), possible, above.samples(), over, OptionalDouble.empty());
        return Finding.ofFact(kind, figures, text);
    }

    private static boolean isAbove(boolean greatest, long over, long samples) {
        return greatest ? over > 0 : over == samples;
    }

    /** The histogram rounds up to three digits, so the count determines on which side of the limit the figure is. */
    private OptionalDouble actual(boolean isAbove) {
        double limit = check.budget().limit();
        return isAbove ? figure : OptionalDouble.of(Math.min(limit, figure.getAsDouble()));
    }

    private Finding share() {
        long all = measured.requests();
        long least = count(possible.lower(), all);
        long most = count(possible.upper(), all);
        BigDecimal limit = BigDecimal.valueOf(check.budget().limit());
        Counts counts = check.atMost()
                ? new Counts(all, most, least, limit, check.strict())
                : new Counts(all, all - least, all - most, BigDecimal.ONE.subtract(limit), check.strict());
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
        // If no sample is allowed on the wrong side, a single one proves a breach, steady load or not.
        boolean provable =
                check.steady() || (kind == Kind.BREACH && judged.share().signum() == 0);
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
        return isThin && kind == Kind.PASS && check.evidence() != Evidence.PROVEN_PASS
                ? finding.saying(wording.needsForMore(judged))
                : finding;
    }

    private static boolean isSure(Proportion proportion, double effective) {
        return proportion.isExceeded() ? proportion.isSurelyExceeded(effective) : proportion.isSurelyKept(effective);
    }

    /** A constant series counts in full and need not be read again. */
    private OptionalDouble effectiveSize(Proportion judged, Kind kind) {
        double samples = (double) judged.samples();
        boolean changes = judged.over() > 0 && judged.over() < judged.samples();
        boolean matters = isSure(judged, samples) || check.evidence() == Evidence.PROVEN_PASS;
        boolean surely = (kind == Kind.BREACH) == (check.atMost() || !metric.isLatency());
        return changes && matters && check.steady() && kind != Kind.INCONCLUSIVE
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
        if (check.evidence() == Evidence.PROVEN_PASS && kind == Kind.PASS && !proven) {
            double scale = judged.samples() / effective.orElse((double) judged.samples());
            String needs = wording.needsForProof(judged, judged.samplesOfPass(scale));
            return alike.isEmpty() ? needs : alike + "; " + needs;
        }
        return alike;
    }

    // By figure.

    /** Judges a mean or a rate, whose value in other runs is estimated from batches of this one. */
    private Finding estimate(long samples) {
        Kind kind = kind();
        boolean proven = check.steady() && kind != Kind.INCONCLUSIVE && isBeyondDoubt(kind);
        String remark = "";
        if (kind == Kind.INCONCLUSIVE) {
            remark = wording.hangsOnTheGenerator();
        } else if (!check.steady()) {
            remark = wording.notSteady();
        } else if (check.evidence() == Evidence.PROVEN_PASS && !proven) {
            remark = wording.doubtfulEstimate();
        }
        return new Finding(
                kind, proven, check.steady(), figures(samples), wording.ofFigure(figure, samples, kind), remark);
    }

    /** The interval belongs to the measured figure, so it is shifted to the bound that the verdict is based on. */
    private boolean isBeyondDoubt(Kind kind) {
        double limit = check.budget().limit();
        double value = figure.orElse(0);
        Interval sides = measured.interval(metric, check.budget().statistic(), CONFIDENCE_OF_BOTH_SIDES);
        boolean below = (kind == Kind.PASS) == check.atMost();
        if (below) {
            double shift = kind == Kind.PASS ? possible.upper().orElse(value) - value : 0;
            return sides.upper().orElse(Double.POSITIVE_INFINITY) + shift < limit && !hidesCutOffs();
        }
        double shift = value - possible.lower().orElse(value);
        return sides.lower().orElse(Double.NEGATIVE_INFINITY) - shift > limit;
    }

    /** The mean of the requests that ended does not prove speed if others were cut off after waiting longer. */
    private boolean hidesCutOffs() {
        return metric.isLatency() && hidesCutOffs(countedAbove().samples());
    }

    /** Judges a figure that has no interval, so that nothing is known about the role of chance. */
    private Finding plainFigure(long samples) {
        Kind kind = kind();
        Finding fact = Finding.ofFact(kind, figures(samples), wording.ofFigure(figure, samples, kind));
        return kind == Kind.INCONCLUSIVE ? fact.saying(wording.hangsOnTheGenerator()) : fact;
    }

    private Kind kind() {
        double value = figure.orElse(0);
        double least = possible.lower().orElse(value);
        double most = possible.upper().orElse(value);
        boolean kept = holds(check.atMost() ? most : least);
        boolean broken = !holds(check.atMost() ? least : most);
        return kept ? Kind.PASS : broken ? Kind.BREACH : Kind.INCONCLUSIVE;
    }

    private boolean holds(double actual) {
        double limit = check.budget().limit();
        boolean same = Math.abs(actual - limit) <= SAME * limit;
        return same ? !check.strict() : check.atMost() == actual < limit;
    }

    /** The interval covers the requests that ended and says nothing about those that were cut off. */
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
