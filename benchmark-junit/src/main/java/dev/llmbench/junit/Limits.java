package dev.llmbench.junit;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Budget.Bound;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.Durations;
import dev.llmbench.plan.Evidence;
import dev.llmbench.plan.GoodputLimits;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads budgets and goodput limits, from annotations and from a text such as
 * {@code ttft.p95<=300ms, stage2.ttft.p99<=1s, error_rate<=1%}.
 */
final class Limits {
    private static final Pattern BUDGET = Pattern.compile(
            "(?:stage\\s*(?<stage>\\d{1,9})\\.)?(?<metric>[\\w-]+)(?:\\.(?<statistic>[\\w.]+))?\\s*(?<bound><=|>=|≤|≥)\\s*(?<limit>.+)");
    private static final Pattern BETWEEN = Pattern.compile("[,;\\n]");
    private static final String USUAL_STATISTIC = "p95";

    private Limits() {}

    static List<dev.llmbench.plan.Budget> budgets(Budget[] budgets) {
        return Stream.of(budgets).map(Limits::budget).toList();
    }

    private static dev.llmbench.plan.Budget budget(Budget budget) {
        boolean most = !budget.atMost().isBlank();
        if (most == !budget.atLeast().isBlank()) {
            throw ConfigurationException.saying("budgets: the one on " + budget.metric() + " has "
                    + (most ? "two limits" : "no limit") + ". Give it either atMost or atLeast.");
        }
        String limit = most ? budget.atMost() : budget.atLeast();
        dev.llmbench.plan.Budget read = new dev.llmbench.plan.Budget(
                budget.metric(),
                statistic("budgets.statistic", budget.metric(), budget.statistic()),
                most ? Bound.AT_MOST : Bound.AT_LEAST,
                dev.llmbench.plan.Budget.parseLimit(
                        most ? "budgets.atMost" : "budgets.atLeast", budget.metric(), limit),
                stage(budget.stage()));
        return evidence(budget).map(read::with).orElse(read);
    }

    private static Optional<Evidence> evidence(Budget budget) {
        if (budget.evidence().length > 1) {
            throw ConfigurationException.of(
                    "budgets.evidence",
                    List.of(budget.evidence()),
                    "a budget is decided by one policy",
                    "Keep one of them, or none");
        }
        return Stream.of(budget.evidence()).findFirst();
    }

    /** No stage is 0; whether the number makes sense is the budget's to say. */
    private static OptionalInt stage(int number) {
        return number == 0 ? OptionalInt.empty() : OptionalInt.of(number);
    }

    static List<dev.llmbench.plan.Budget> budgets(String name, String text) {
        return parts(text).map(part -> budget(name, part)).toList();
    }

    private static dev.llmbench.plan.Budget budget(String name, String part) {
        Matcher budget = matched(name, part);
        Metric metric = Texts.constant(name, budget.group("metric"), Metric.class);
        String statistic = budget.group("statistic");
        String stage = budget.group("stage");
        return new dev.llmbench.plan.Budget(
                metric,
                statistic(name, metric, statistic == null ? "" : statistic),
                isUpper(budget) ? Bound.AT_MOST : Bound.AT_LEAST,
                dev.llmbench.plan.Budget.parseLimit(name, metric, budget.group("limit")),
                stage == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(stage)));
    }

    private static Statistic statistic(String name, Metric metric, String text) {
        if (text.isBlank()) {
            return metric.isLatency() ? Statistic.parse(USUAL_STATISTIC) : Statistic.VALUE;
        }
        try {
            return Statistic.parse(text);
        } catch (IllegalArgumentException e) {
            throw ConfigurationException.of(
                    name, text, "this is no statistic", "Write p50, p95, p99.9 (any percentile), mean, min or max");
        }
    }

    static GoodputLimits goodput(Goodput goodput) {
        Map<Metric, Duration> limits = new EnumMap<>(Metric.class);
        Map.of(Metric.TTFT, goodput.ttft(), Metric.TPOT, goodput.tpot(), Metric.E2E, goodput.e2e())
                .forEach((metric, limit) -> {
                    if (!limit.isBlank()) {
                        limits.put(metric, Durations.parse("goodput." + metric.key(), limit));
                    }
                });
        return new GoodputLimits(limits);
    }

    static GoodputLimits goodput(String name, String text) {
        Map<Metric, Duration> limits = new EnumMap<>(Metric.class);
        parts(text).forEach(part -> {
            Matcher limit = matched(name, part);
            if (limit.group("statistic") != null || limit.group("stage") != null || !isUpper(limit)) {
                throw ConfigurationException.of(
                        name, part, "goodput limits each request from above", "Write for example ttft<=300ms");
            }
            Metric metric = Texts.constant(name, limit.group("metric"), Metric.class);
            limits.put(metric, Durations.parse(name, limit.group("limit")));
        });
        return new GoodputLimits(limits);
    }

    private static Stream<String> parts(String text) {
        return BETWEEN.splitAsStream(text).map(String::strip).filter(part -> !part.isEmpty());
    }

    private static Matcher matched(String name, String part) {
        Matcher limit = BUDGET.matcher(part);
        if (!limit.matches()) {
            throw ConfigurationException.of(
                    name,
                    part,
                    "a limit is a metric, a statistic where it has some, <= or >=, and a figure",
                    "Write for example ttft.p95<=300ms, stage2.tpot.mean<=40ms, error_rate<=1%");
        }
        return limit;
    }

    private static boolean isUpper(Matcher limit) {
        return limit.group("bound").equals("<=") || limit.group("bound").equals("≤");
    }
}
