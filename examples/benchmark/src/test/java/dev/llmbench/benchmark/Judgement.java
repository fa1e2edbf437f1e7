package dev.llmbench.benchmark;

import dev.llmbench.budget.Verdict;
import dev.llmbench.budget.Verdicts;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Budget;
import dev.llmbench.result.LoadResult;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Properties;

/**
 * How the library judged a run against one limit on TTFT p95; the generator writes it, the benchmark reads it.
 *
 * @param limit the limit
 * @param outcome how it came out
 * @param isRed whether a test with this limit alone would fail
 * @param message why, on one line
 */
record Judgement(Duration limit, Outcome outcome, boolean isRed, String message) {

    enum Outcome {
        PASS,
        BREACH,
        INCONCLUSIVE,
        INVALID,
        /** Nothing was measured, or the test would fail by something else than its limit. */
        OTHER
    }

    static Budget budget(Duration limit) {
        return new Budget(
                Metric.TTFT,
                Statistic.percentile(95),
                Budget.Bound.AT_MOST,
                limit.toNanos() / 1_000.0,
                OptionalInt.empty());
    }

    /** Adds how the run was judged against each of its limits on TTFT. */
    static void write(LoadResult result, Properties facts) {
        Verdicts verdicts = Verdicts.of(result);
        for (Verdict verdict : verdicts.all()) {
            if (isOnTtft(verdict)) {
                Judgement judgement = of(result, verdicts, verdict);
                facts.setProperty(
                        key(judgement.limit), judgement.outcome + " " + judgement.isRed + " " + judgement.message);
            }
        }
    }

    static Judgement read(Duration limit, Properties facts) {
        String[] words = Objects.requireNonNull(
                        facts.getProperty(key(limit)), "The run was not judged against " + limit)
                .split(" ", 3);
        return new Judgement(limit, Outcome.valueOf(words[0]), Boolean.parseBoolean(words[1]), words[2]);
    }

    private static Judgement of(LoadResult result, Verdicts verdicts, Verdict verdict) {
        Duration limit = Duration.ofNanos(Math.round(verdict.budget().limit() * 1_000));
        if (!verdicts.invalidCauses().isEmpty()) {
            return new Judgement(
                    limit, Outcome.INVALID, true, "INVALID, " + String.join("; ", verdicts.invalidCauses()));
        }
        if (!verdict.failed() && failsBesideTtft(result, verdicts)) {
            return new Judgement(
                    limit, Outcome.OTHER, true, verdicts.failureMessage().replaceAll("\\s*\\n\\s*", " | "));
        }
        return new Judgement(limit, outcome(verdict.kind()), verdict.failed(), verdict.message());
    }

    private static Outcome outcome(Verdict.Kind kind) {
        return switch (kind) {
            case PASS -> Outcome.PASS;
            case BREACH -> Outcome.BREACH;
            case INCONCLUSIVE -> Outcome.INCONCLUSIVE;
            default -> Outcome.OTHER;
        };
    }

    private static boolean failsBesideTtft(LoadResult result, Verdicts verdicts) {
        return verdicts.failures().stream().anyMatch(failure -> !isOnTtft(failure))
                || result.facts().aborted().isPresent()
                || !result.incompleteFiles().isEmpty();
    }

    private static boolean isOnTtft(Verdict verdict) {
        return verdict.budget().metric() == Metric.TTFT;
    }

    private static String key(Duration limit) {
        return "judged." + limit;
    }
}
