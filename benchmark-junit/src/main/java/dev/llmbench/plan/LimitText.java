package dev.llmbench.plan;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Parses budgets and goodput limits from a text such as {@code ttft.p95<=300ms, ttft.p99@stage2<=1s, error_rate<=1%,
 * throughput>=20}. A metric has its name in summary.json, in any case; {@code throughput} alone means that of requests. A
 * stage is a suffix ({@code @stage2}) or a prefix ({@code stage2.ttft}), a turn of conversations a suffix ({@code @turn2}).
 * The default statistic of a latency is p95. A limit may be relative to earlier runs: {@code ttft.p95<=baseline+5%}, {@code
 * throughput>=baseline-5%}.
 *
 * <pre>{@code
 * var budgets = LimitText.budgets("budgets", "ttft.p95<=300ms, error_rate<=1%");
 * }</pre>
 */
public final class LimitText {
    private static final Pattern LIMIT = Pattern.compile("(?:stage\\s*(?<stage>\\d{1,9})\\.)?(?<metric>[\\w-]+)"
            + "(?:\\.(?<statistic>[\\w.]+))?"
            + "(?:\\s*@\\s*(?:stage\\s*(?<suffix>\\d{1,9})|turn\\s*(?<turn>\\d{1,9})))?"
            + "\\s*(?<bound><=|>=|≤|≥)\\s*(?<limit>.+)");
    private static final Pattern BASELINE =
            Pattern.compile("baseline\\s*(?<sign>[+-])\\s*(?<percent>.+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern BETWEEN = Pattern.compile("[,;\\n]");
    private static final Map<String, Metric> SHORT_NAMES = Map.of("THROUGHPUT", Metric.REQUEST_THROUGHPUT);
    private static final String DEFAULT_STATISTIC = "p95";

    private LimitText() {}

    /**
     * Parses budgets that are separated by commas, semicolons or line breaks.
     *
     * @param attribute the name of the attribute, for messages
     * @throws ConfigurationException if any part is not a budget
     */
    public static List<Budget> budgets(String attribute, String text) {
        return parts(text).map(part -> budget(attribute, part)).toList();
    }

    private static Budget budget(String attribute, String part) {
        Matcher limit = matched(attribute, part);
        Metric metric = metric(attribute, limit.group("metric"));
        String named = limit.group("statistic");
        Statistic statistic = statistic(attribute, metric, named == null ? "" : named);
        Matcher relative = BASELINE.matcher(limit.group("limit"));
        if (relative.matches()) {
            return relative(attribute, part, new Figure(metric, statistic, limit), relative);
        }
        Budget budget = new Budget(
                metric,
                statistic,
                isUpper(limit) ? Budget.Bound.AT_MOST : Budget.Bound.AT_LEAST,
                Budget.parseLimit(attribute, metric, statistic, limit.group("limit")),
                stage(attribute, part, limit));
        String turn = limit.group("turn");
        return turn == null ? budget : budget.ofTurn(Integer.parseInt(turn));
    }

    private record Figure(Metric metric, Statistic statistic, Matcher limit) {}

    private static Budget relative(String attribute, String part, Figure figure, Matcher baseline) {
        boolean isWorseAbove = figure.metric().isLatency();
        Budget budget = Budget.noWorseThan(
                attribute,
                figure.metric(),
                figure.statistic(),
                baseline.group("percent"),
                stage(attribute, part, figure.limit()));
        if (isUpper(figure.limit()) != isWorseAbove || baseline.group("sign").equals("+") != isWorseAbove) {
            throw ConfigurationException.of(
                    attribute,
                    part,
                    "a latency is worse above its baseline, and a throughput below it",
                    "Write for example ttft.p95<=baseline+5% or throughput>=baseline-5%");
        }
        String turn = figure.limit().group("turn");
        return turn == null ? budget : budget.ofTurn(Integer.parseInt(turn));
    }

    private static OptionalInt stage(String attribute, String part, Matcher limit) {
        String before = limit.group("stage");
        String behind = limit.group("suffix");
        if (before != null && behind != null) {
            throw ConfigurationException.of(
                    attribute, part, "a budget names one stage", "Write for example ttft.p95@stage2<=300ms");
        }
        String stage = before == null ? behind : before;
        return stage == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(stage));
    }

    /**
     * Parses a statistic.
     *
     * @param attribute the name of the attribute, for messages
     * @param text such as {@code p99} or {@code mean}; blank for the metric's default
     * @throws ConfigurationException if the text is not a statistic
     */
    public static Statistic statistic(String attribute, Metric metric, String text) {
        if (text.isBlank()) {
            return metric.isLatency() ? Statistic.parse(DEFAULT_STATISTIC) : Statistic.VALUE;
        }
        try {
            return Statistic.parse(text);
        } catch (IllegalArgumentException e) {
            throw ConfigurationException.of(attribute, text, "this is not a statistic", "Write " + Statistic.WORDS);
        }
    }

    /**
     * Parses limits on each request, such as {@code ttft<=300ms, tpot<=40ms}.
     *
     * @param attribute the name of the attribute, for messages
     * @throws ConfigurationException if any part is not such a limit
     */
    public static GoodputLimits goodput(String attribute, String text) {
        Map<Metric, Duration> limits = new EnumMap<>(Metric.class);
        parts(text).forEach(part -> {
            Matcher limit = matched(attribute, part);
            boolean plain = limit.group("statistic") == null
                    && limit.group("turn") == null
                    && stage(attribute, part, limit).isEmpty();
            if (!plain || !isUpper(limit)) {
                throw ConfigurationException.of(
                        attribute,
                        part,
                        "goodput takes upper limits on each" + " request",
                        "Write for example ttft<=300ms");
            }
            limits.put(metric(attribute, limit.group("metric")), Durations.parse(attribute, limit.group("limit")));
        });
        return new GoodputLimits(limits);
    }

    private static Stream<String> parts(String text) {
        return BETWEEN.splitAsStream(text).map(String::strip).filter(part -> !part.isEmpty());
    }

    private static Matcher matched(String attribute, String part) {
        Matcher limit = LIMIT.matcher(part);
        if (!limit.matches()) {
            throw ConfigurationException.of(
                    attribute,
                    part,
                    "a limit consists of a metric, a statistic if the metric has any, <= or >=, and a value",
                    "Write for example ttft.p95<=300ms, tpot.mean@stage2<=40ms, error_rate<=1%");
        }
        return limit;
    }

    private static boolean isUpper(Matcher limit) {
        return limit.group("bound").equals("<=") || limit.group("bound").equals("≤");
    }

    private static Metric metric(String attribute, String word) {
        String name = word.toUpperCase(Locale.ROOT).replace('-', '_');
        Metric shortened = SHORT_NAMES.get(name);
        return shortened != null
                ? shortened
                : Arrays.stream(Metric.values())
                        .filter(metric -> metric.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> ConfigurationException.of(
                                attribute,
                                word,
                                "there is no such metric",
                                "Write one of "
                                        + Arrays.stream(Metric.values())
                                                .map(Metric::key)
                                                .collect(Collectors.joining(", "))));
    }
}
