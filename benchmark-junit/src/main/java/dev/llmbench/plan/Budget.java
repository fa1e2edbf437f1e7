package dev.llmbench.plan;

import dev.llmbench.metric.Format;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.regression.ComparedFigure;
import dev.llmbench.regression.RelativeBudget;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A limit on one figure of the run, of one of its stages, or of one turn of its conversations.
 *
 * <pre>{@code
 * var budget = new dev.llmbench.plan.Budget(
 *         TTFT, Statistic.percentile(95), dev.llmbench.plan.Budget.Bound.AT_MOST, 300_000, OptionalInt.empty());
 * }</pre>
 *
 * @param metric the metric that is limited
 * @param statistic the statistic of the metric; {@link Statistic#VALUE} unless the metric is a latency
 * @param bound the side of the limit on which the figure must stay
 * @param limit the limit: microseconds for a latency, a share between 0 and 1, a rate per second, or a count; for a relative
 * budget, the share by which the figure may be worse than in earlier runs
 * @param stage the stage, counted from 1; empty for the run
 * @param turn the turn of the conversations, counted from 1; empty for all turns
 * @param evidence how much evidence a verdict needs; empty for the plan's policy
 */
public record Budget(
        Metric metric,
        Statistic statistic,
        Bound bound,
        double limit,
        OptionalInt stage,
        OptionalInt turn,
        Optional<Evidence> evidence) {

    /** The side of the limit on which a figure passes; the limit itself also passes. */
    public enum Bound {
        AT_MOST("≤"),
        AT_LEAST("≥"),
        /** The limit is the share by which the figure may be worse than in earlier runs. */
        NO_WORSE_THAN("no worse than");

        private final String sign;

        Bound(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }
    }

    /** The default budget on the error rate: at most 1 %. */
    public static final Budget DEFAULT_ERROR_RATE =
            new Budget(Metric.ERROR_RATE, Statistic.VALUE, Bound.AT_MOST, 0.01, OptionalInt.empty());

    public Budget {
        boolean plain = statistic.kind() == Statistic.Kind.VALUE;
        if (bound == Bound.NO_WORSE_THAN) {
            requireComparable(metric, statistic, limit, turn);
        } else if (statistic.isDerived()) {
            DerivedBudgets.require(metric, statistic, bound, stage);
        } else if (metric.isLatency() == plain) {
            throw ConfigurationException.of(
                    "budgets.statistic",
                    statistic.label(),
                    metric.isLatency()
                            ? metric.label() + " is a distribution and needs a statistic"
                            : metric.label() + " is one figure and has no statistic",
                    metric.isLatency() ? "Write for example statistic = \"p95\"" : "Leave the statistic out");
        }
        if (!(limit >= 0) || Double.isInfinite(limit)) {
            throw ConfigurationException.of(
                    "budgets", limit, "a limit is a finite number, 0 or more", "Check the limit");
        }
        boolean share = metric.kind() == Metric.Kind.PROPORTION || metric.kind() == Metric.Kind.UTILIZATION;
        if (share && limit > 1 && !statistic.isDerived()) {
            throw ConfigurationException.of(
                    "budgets",
                    Format.percent(limit),
                    "a share is at most 100 %",
                    "Write for example \"1%\" or \"0.01\"");
        }
        if (stage.isPresent() && stage.getAsInt() < 1) {
            throw ConfigurationException.of(
                    "budgets.stage", stage.getAsInt(), "stages are counted from 1", "Write 1 for the first stage");
        }
        if (turn.isPresent()) {
            ConversationRules.requireTurn(metric, statistic, stage, turn.getAsInt());
        }
    }

    private static void requireComparable(Metric metric, Statistic statistic, double limit, OptionalInt turn) {
        ComparedFigure.refusal(metric, statistic).ifPresent(reason -> {
            throw ConfigurationException.saying("budgets: " + reason + ".");
        });
        if (turn.isPresent()) {
            throw ConfigurationException.of(
                    "budgets.turn",
                    turn.getAsInt(),
                    "the history does not hold figures of single turns",
                    "Leave the turn out, or give the budget a fixed limit");
        }
        if (!(limit > 0 && limit < 1)) {
            throw ConfigurationException.of(
                    "budgets",
                    Format.percent(limit),
                    "a figure may be worse by more than 0 % and less than 100 %",
                    "Write for example \"5%\"");
        }
    }

    /**
     * Returns a budget on how much worse a figure may be than in earlier runs.
     *
     * @param attribute the name of the attribute, for messages
     * @param noWorseThan a percentage, such as {@code 5%}
     * @throws ConfigurationException if the text is not a percentage, or the figure cannot be compared
     */
    public static Budget noWorseThan(
            String attribute, Metric metric, Statistic statistic, String noWorseThan, OptionalInt stage) {
        double limit;
        try {
            limit = RelativeBudget.parseLimit(noWorseThan);
        } catch (IllegalArgumentException e) {
            throw ConfigurationException.of(
                    attribute, noWorseThan, "this is not a percentage between 0 and 100", "Write for example \"5%\"");
        }
        return new Budget(metric, statistic, Bound.NO_WORSE_THAN, limit, stage);
    }

    /** A budget that is decided by the plan's evidence policy. */
    public Budget(Metric metric, Statistic statistic, Bound bound, double limit, OptionalInt stage) {
        this(metric, statistic, bound, limit, stage, OptionalInt.empty(), Optional.empty());
    }

    /** Returns this budget for one turn of the conversations. */
    public Budget ofTurn(int number) {
        return new Budget(metric, statistic, bound, limit, stage, OptionalInt.of(number), evidence);
    }

    /** Returns this budget with an evidence policy of its own. */
    public Budget with(Evidence own) {
        return new Budget(metric, statistic, bound, limit, stage, turn, Optional.of(own));
    }

    /**
     * Parses a limit in the metric's own unit: a duration for a latency, {@code 1%} or {@code 0.01} for a share, {@code 40}
     * or {@code 40/s} for a rate, a number for a count.
     *
     * @throws ConfigurationException if the text is not such a limit
     */
    public static double parseLimit(String attribute, Metric metric, String text) {
        String compact = text.strip().toLowerCase(Locale.ROOT);
        try {
            return switch (metric.kind()) {
                case LATENCY -> Durations.parse(attribute, compact).toNanos() / 1_000.0;
                case PROPORTION, UTILIZATION -> parseShare(compact);
                case PER_SECOND -> new BigDecimal(compact.replaceFirst("\\s*/\\s*s$", "")).doubleValue();
                case COUNT -> Long.parseLong(compact);
            };
        } catch (NumberFormatException e) {
            throw ConfigurationException.of(
                    attribute,
                    text,
                    "this is not a limit for " + metric.label(),
                    switch (metric.kind()) {
                        case PROPORTION, UTILIZATION -> "Write for example \"1%\" or \"0.01\"";
                        case PER_SECOND -> "Write for example \"40\" or \"40/s\"";
                        default -> "Write a number";
                    });
        }
    }

    /**
     * Parses a limit on a statistic: {@code 5%/h} for a drift, a duration such as {@code 15s} for a recovery, and the
     * metric's own unit for all others.
     *
     * @throws ConfigurationException if the text is not such a limit
     */
    public static double parseLimit(String attribute, Metric metric, Statistic statistic, String text) {
        return statistic.kind() == Statistic.Kind.DRIFT
                ? DerivedBudgets.parseDrift(attribute, text)
                : parseLimit(attribute, metric, text);
    }

    /** Divides in decimal: in binary, 0.7 / 100 is less than 0.007, so 7 of 1,000 would break the limit. */
    private static double parseShare(String text) {
        return text.endsWith("%")
                ? new BigDecimal(text.substring(0, text.length() - 1).strip())
                        .movePointLeft(2)
                        .doubleValue()
                : new BigDecimal(text).doubleValue();
    }

    /**
     * Whether load can break this budget during a run: an upper limit on a latency's percentile, mean or maximum or on the
     * error rate, or a lower limit on the good fraction.
     */
    public boolean isBreakable() {
        if (isDerived()) {
            return false;
        }
        return switch (metric.kind()) {
            case LATENCY ->
                bound == Bound.AT_MOST
                        && statistic.kind() != Statistic.Kind.MIN
                        && statistic.kind() != Statistic.Kind.STDDEV;
            case PROPORTION -> (bound == Bound.AT_MOST) == (metric == Metric.ERROR_RATE);
            case PER_SECOND, COUNT, UTILIZATION -> false;
        };
    }

    /**
     * Returns the share of the samples that may be on the wrong side of the limit: 0.05 for a p95, the limit itself for an
     * error rate; 0 for a maximum, and for figures that are not judged by counting samples.
     */
    public BigDecimal allowedShare() {
        return switch (statistic.kind()) {
            case PERCENTILE ->
                BigDecimal.valueOf(100)
                        .subtract(BigDecimal.valueOf(statistic.percent()))
                        .movePointLeft(2);
            case VALUE -> {
                BigDecimal share =
                        metric.kind() == Metric.Kind.PROPORTION ? BigDecimal.valueOf(limit) : BigDecimal.ZERO;
                yield bound == Bound.AT_MOST ? share : BigDecimal.ONE.subtract(share);
            }
            default -> BigDecimal.ZERO;
        };
    }

    /** Returns the number of samples needed so that a single one cannot break this budget; 1 if a single one always may. */
    long leastSamples() {
        BigDecimal share = allowedShare();
        return share.signum() == 0
                ? 1
                : BigDecimal.ONE.divide(share, 0, RoundingMode.CEILING).longValue();
    }

    /** Whether this budget compares with earlier runs. */
    public boolean isRelative() {
        return bound == Bound.NO_WORSE_THAN;
    }

    /** Whether judging the figure takes more than the samples of its part of the run. */
    public boolean isDerived() {
        return isRelative() || statistic.isDerived();
    }

    /** Returns the comparison of a {@link #isRelative() relative} budget. */
    public RelativeBudget relative() {
        return new RelativeBudget(new ComparedFigure(metric, statistic, stage), limit);
    }

    /**
     * Returns how much evidence a verdict on this budget needs. An unproven difference from earlier runs is mostly noise, so
     * under {@link Evidence#POINT} a relative budget without a policy of its own fails only on a proven breach.
     */
    public Evidence evidenceIn(LoadPlan plan) {
        Evidence ofThePlan = plan.evidence();
        return evidence.orElse(isRelative() && ofThePlan == Evidence.POINT ? Evidence.PROVEN_BREACH : ofThePlan);
    }

    /** Returns the figure's name, such as {@code TTFT p95}. */
    public String figure() {
        return (metric.label() + " " + statistic.label()).strip();
    }

    /** Returns the limit for display, such as {@code ≤ 300 ms}. */
    public String shownLimit() {
        return isRelative() ? relative().limitInWords() : bound.sign() + " " + shown(limit);
    }

    /** Formats a value of the figure for display, in the unit of the limit. */
    public String shown(double value) {
        return statistic.kind() == Statistic.Kind.DRIFT ? Format.percent(value) + "/h" : Format.value(metric, value);
    }
}
