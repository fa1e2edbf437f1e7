package dev.llmbench.budget;

import dev.llmbench.budget.Verdict.Kind;
import dev.llmbench.metric.Interval;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Evidence;
import dev.llmbench.result.Exceedance;
import java.math.BigDecimal;
import java.util.OptionalDouble;

/**
 * Judges one budget. Percentiles and shares are judged by counting the samples on the wrong side of the limit, everything
 * else by its figure.
 */
final class Judge {
    private static final double SAME = 1e-9;

    /** Two-sided; each side of it is a one-sided statement at 95 %. */
    private static final double CONFIDENCE_OF_BOTH_SIDES = 0.9;

    private final Question question;
    private final Metric metric;
    private final OptionalDouble figure;
    private final Interval interval;
    private final Wording wording;

    Judge(Question question) {
        this.question = question;
        this.metric = question.metric();
        this.figure = question.measured().value(metric, question.budget().statistic());
        this.interval = question.steady()
                ? question.result()
                        .interval(question.measured(), metric, question.budget().statistic())
                : Interval.UNBOUNDED;
        this.wording = new Wording(question, interval);
    }

    Verdict verdict() {
        if (!hasSample()) {
            return verdict(Ruling.ofFact(Kind.NO_SAMPLE), OptionalDouble.empty(), 0, 0, wording.noSample(), "");
        }
        return switch (metric.kind()) {
            case LATENCY -> latency();
            case PROPORTION -> share();
            case PER_SECOND -> estimate(question.measured().completed().requests());
            case COUNT, UTILIZATION -> plainFigure(question.measured().requests());
        };
    }

    /** A figure of nothing, such as no token a second because nobody counted tokens, must never pass. */
    private boolean hasSample() {
        var completed = question.measured().completed();
        return figure.isPresent()
                && switch (metric) {
                    case OK_REQUESTS, ERRORS -> question.measured().requests() > 0;
                    case REQUEST_THROUGHPUT, GOODPUT -> completed.requests() > 0;
                    case OUTPUT_TOKEN_THROUGHPUT -> completed.outputTokens() > 0;
                    case TOTAL_TOKEN_THROUGHPUT -> completed.outputTokens() + completed.promptTokens() > 0;
                    default -> true;
                };
    }

    private Verdict latency() {
        return switch (question.budget().statistic().kind()) {
            case PERCENTILE -> percentile(countedAbove());
            case MIN, MAX -> end(countedAbove());
            case STDDEV -> plainFigure(question.measured().latency(metric).count());
            default -> estimate(question.measured().latency(metric).count());
        };
    }

    /** How many samples are above the limit; the limit itself is, where a figure of that size has to be told so. */
    private Exceedance countedAbove() {
        return question.result().exceedance(question.measured(), metric, highestBelow());
    }

    private double highestBelow() {
        double limit = question.budget().limit();
        return question.atMost() == question.strict() ? Math.nextDown(limit) : limit;
    }

    /** By nearest rank a percentile is below its limit exactly if the samples below it fill that percentage. */
    private Verdict percentile(Exceedance above) {
        BigDecimal share =
                BigDecimal.valueOf(question.budget().statistic().percent()).movePointLeft(2);
        Proportion proportion = question.atMost()
                ? new Proportion(above.samples(), above.over(), BigDecimal.ONE.subtract(share), false)
                : new Proportion(above.samples(), above.samples() - above.over(), share, true);
        boolean isAbove = proportion.isExceeded() == question.atMost();
        return byCount(proportion, actual(isAbove), wording.ofPercentile(actual(isAbove), isAbove, proportion));
    }

    private Verdict end(Exceedance above) {
        boolean greatest = question.budget().statistic().kind() == Statistic.Kind.MAX;
        boolean isAbove = greatest ? above.over() > 0 : above.over() == above.samples();
        long over = question.atMost() ? above.over() : above.samples() - above.over();
        return verdict(
                Ruling.ofFact(isAbove == question.atMost() ? Kind.BREACH : Kind.PASS),
                actual(isAbove),
                above.samples(),
                over,
                wording.ofEnd(actual(isAbove), isAbove, above.samples(), over),
                "");
    }

    /** The histogram's three digits round up; the count knows better on which side of the limit the figure is. */
    private OptionalDouble actual(boolean isAbove) {
        double limit = question.budget().limit();
        return isAbove ? figure : OptionalDouble.of(Math.min(limit, figure.getAsDouble()));
    }

    private Verdict share() {
        var measured = question.measured();
        long part = metric == Metric.ERROR_RATE
                ? measured.errors()
                : measured.good().orElse(0);
        long all = measured.requests();
        BigDecimal limit = BigDecimal.valueOf(question.budget().limit());
        Proportion proportion = question.atMost()
                ? new Proportion(all, part, limit, question.strict())
                : new Proportion(all, all - part, BigDecimal.ONE.subtract(limit), question.strict());
        return byCount(proportion, figure, wording.ofShare(figure, part, all));
    }

    private Verdict byCount(Proportion proportion, OptionalDouble actual, String finding) {
        boolean breach = proportion.isExceeded();
        // Where no sample at all may be on the wrong side, one is proof whatever the load did.
        boolean provable = question.steady() || (breach && proportion.share().signum() == 0);
        OptionalDouble effective = effectiveSize(proportion);
        boolean sure = isSure(proportion, (double) proportion.samples());
        boolean proven = provable && sure && effective.isPresent() && isSure(proportion, effective.getAsDouble());
        boolean tooFew = !sure && proportion.samples() < proportion.samplesNeeded();
        Ruling ruling = new Ruling(tooFew ? Kind.INCONCLUSIVE : breach ? Kind.BREACH : Kind.PASS, proven, provable);
        return verdict(
                ruling,
                actual,
                proportion.samples(),
                proportion.over(),
                finding,
                remark(ruling, proportion, sure && provable && !proven, effective));
    }

    private static boolean isSure(Proportion proportion, double effective) {
        return proportion.isExceeded() ? proportion.isSurelyExceeded(effective) : proportion.isSurelyKept(effective);
    }

    /** A series without change is in no need of being read again: it counts in full. */
    private OptionalDouble effectiveSize(Proportion proportion) {
        double samples = (double) proportion.samples();
        boolean changes = proportion.over() > 0 && proportion.over() < proportion.samples();
        boolean matters = isSure(proportion, samples) || question.evidence() == Evidence.PROVEN_PASS;
        return changes && matters && question.steady()
                ? question.result().effectiveSize(question.measured(), metric, highestBelow())
                : OptionalDouble.of(samples);
    }

    private String remark(Ruling ruling, Proportion proportion, boolean held, OptionalDouble effective) {
        boolean wantsProof = question.evidence() == Evidence.PROVEN_PASS && ruling.provable();
        if (ruling.kind() == Kind.INCONCLUSIVE) {
            long needed = proportion.samplesNeeded();
            return wording.tooFew(wantsProof ? Math.max(needed, proportion.samplesOfCleanPass()) : needed, proportion);
        }
        if (!ruling.provable()) {
            return wording.notSteady();
        }
        String alike = held ? wording.alike(proportion, effective) : "";
        if (wantsProof && ruling.kind() == Kind.PASS && !ruling.proven()) {
            double scale = proportion.samples() / effective.orElse((double) proportion.samples());
            String needs = wording.needsForProof(proportion, proportion.samplesOfPass(scale));
            return alike.isEmpty() ? needs : alike + "; " + needs;
        }
        return alike;
    }

    /** A mean or a rate: what it would be in another run is estimated by batches of this one. */
    private Verdict estimate(long samples) {
        boolean proven = question.steady() && isBeyondDoubt();
        Ruling ruling = new Ruling(holds() ? Kind.PASS : Kind.BREACH, proven, question.steady());
        String remark = "";
        if (!question.steady()) {
            remark = wording.notSteady();
        } else if (question.evidence() == Evidence.PROVEN_PASS && !proven) {
            remark = wording.doubtfulEstimate();
        }
        return verdict(ruling, figure, samples, 0, wording.ofFigure(figure, samples), remark);
    }

    private boolean isBeyondDoubt() {
        double limit = question.budget().limit();
        Interval sides = question.result()
                .interval(question.measured(), metric, question.budget().statistic(), CONFIDENCE_OF_BOTH_SIDES);
        boolean above = sides.lower().isPresent() && sides.lower().getAsDouble() > limit;
        boolean below = sides.upper().isPresent() && sides.upper().getAsDouble() < limit;
        return holds() == question.atMost() ? below && !hidesCutOffs() : above;
    }

    /** A mean of what ended is no proof of speed where other requests were cut off after waiting longer. */
    private boolean hidesCutOffs() {
        return metric.isLatency() && hidesCutOffs(countedAbove().samples());
    }

    /** What chance has no known part in: no sample is drawn for it, or its interval is not worked out. */
    private Verdict plainFigure(long samples) {
        return verdict(
                Ruling.ofFact(holds() ? Kind.PASS : Kind.BREACH),
                figure,
                samples,
                0,
                wording.ofFigure(figure, samples),
                "");
    }

    private boolean holds() {
        double actual = figure.getAsDouble();
        double limit = question.budget().limit();
        boolean same = Math.abs(actual - limit) <= SAME * limit;
        return same ? !question.strict() : question.atMost() == actual < limit;
    }

    /** What was cut off is in no interval of what ended. */
    private boolean hidesCutOffs(long samples) {
        return metric.isLatency()
                && samples > question.measured().latency(metric).count();
    }

    private Verdict verdict(
            Ruling ruling, OptionalDouble actual, long samples, long over, String finding, String remark) {
        return new Verdict(
                question.budget(),
                question.measured().scope(),
                ruling.kind(),
                ruling.proven(),
                ruling.fails(question.evidence()),
                actual,
                hidesCutOffs(samples) ? Interval.UNBOUNDED : interval,
                samples,
                over,
                finding,
                remark);
    }
}
