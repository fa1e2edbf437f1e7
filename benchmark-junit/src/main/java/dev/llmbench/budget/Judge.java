package dev.llmbench.budget;

import dev.llmbench.budget.Verdict.Kind;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.result.Exceedance;
import java.math.BigDecimal;
import java.util.OptionalDouble;

/**
 * Judges one budget. Percentiles and shares are judged by counting the samples on the wrong side of the limit, everything
 * else by its figure.
 */
final class Judge {
    private static final double SAME = 1e-9;

    private final Question question;
    private final Metric metric;
    private final OptionalDouble figure;
    private final Wording wording;

    Judge(Question question) {
        this.question = question;
        this.metric = question.metric();
        this.figure = question.measured().value(metric, question.budget().statistic());
        this.wording = new Wording(question);
    }

    Verdict verdict() {
        if (!hasSample()) {
            return verdict(Kind.NO_SAMPLE, false, OptionalDouble.empty(), 0, 0, wording.noSample(), "");
        }
        return switch (metric.kind()) {
            case LATENCY -> latency();
            case PROPORTION -> share();
            case PER_SECOND -> byFigure(question.measured().completed().requests());
            case COUNT -> byFigure(question.measured().requests());
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
            default -> byFigure(question.measured().latency(metric).count());
        };
    }

    /** How many samples are above the limit; the limit itself is, where a figure of that size has to be told so. */
    private Exceedance countedAbove() {
        double limit = question.budget().limit();
        double highestBelow = question.atMost() == question.strict() ? Math.nextDown(limit) : limit;
        return question.result().exceedance(question.measured(), metric, highestBelow);
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
                isAbove == question.atMost() ? Kind.BREACH : Kind.PASS,
                false,
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
        long part = metric == Metric.ERROR_RATE ? measured.errors() : measured.good();
        long all = measured.requests();
        BigDecimal limit = BigDecimal.valueOf(question.budget().limit());
        Proportion proportion = question.atMost()
                ? new Proportion(all, part, limit, question.strict())
                : new Proportion(all, all - part, BigDecimal.ONE.subtract(limit), question.strict());
        return byCount(proportion, figure, wording.ofShare(figure, part, all));
    }

    private Verdict byCount(Proportion proportion, OptionalDouble actual, String finding) {
        boolean breach = proportion.isExceeded();
        double n = (double) proportion.samples();
        boolean sure = breach ? proportion.isSurelyExceeded(n) : proportion.isSurelyKept(n);
        if (!sure && proportion.samples() < proportion.samplesNeeded()) {
            String remark = wording.tooFew(proportion.samplesNeeded(), proportion.samples());
            return verdict(Kind.INCONCLUSIVE, false, actual, proportion.samples(), proportion.over(), finding, remark);
        }
        // Where no sample at all may be on the wrong side, one is proof whatever the load did.
        boolean steady = question.steady() || (breach && proportion.share().signum() == 0);
        return verdict(
                breach ? Kind.BREACH : Kind.PASS,
                steady && sure,
                actual,
                proportion.samples(),
                proportion.over(),
                finding,
                steady ? "" : "by point estimate, as the load was not steady");
    }

    private Verdict byFigure(long samples) {
        double actual = figure.getAsDouble();
        double limit = question.budget().limit();
        boolean same = Math.abs(actual - limit) <= SAME * limit;
        boolean holds = same ? !question.strict() : question.atMost() == actual < limit;
        return verdict(
                holds ? Kind.PASS : Kind.BREACH, false, figure, samples, 0, wording.ofFigure(figure, samples), "");
    }

    private Verdict verdict(
            Kind kind, boolean proven, OptionalDouble actual, long samples, long over, String finding, String remark) {
        return new Verdict(
                question.budget(), question.measured().scope(), kind, proven, actual, samples, over, finding, remark);
    }
}
