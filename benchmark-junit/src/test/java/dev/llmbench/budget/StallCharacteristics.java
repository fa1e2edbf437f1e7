package dev.llmbench.budget;

import dev.llmbench.budget.Verdict.Kind;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Plans;
import dev.llmbench.plan.Stage;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Results;
import dev.llmbench.sample.Delays;
import dev.llmbench.sample.Moments;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.Stall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How a budget on TTFT p95 comes out if the load generator stalls now and then, by simulation: runs of 100 s on a
 * server that does four requests at once, first come, first served, with log-normal times (sigma 0.5). Repeatable: seeds are
 * fixed and no function depends on the machine.
 */
final class StallCharacteristics {
    static final int ROUNDS = 100;
    static final List<Double> PARTS = List.of(0.85, 0.95, 1.05, 1.2);
    private static final int SECONDS = 100;
    private static final long END = SECONDS * 1_000_000L;
    private static final int SERVERS = 4;
    private static final double MEDIAN_MICROS = 175_000;
    private static final int USERS = 8;
    private static final long BURST_SPACING = 100;

    /** When the generator stalls. */
    enum Stalls {
        NONE("none", 0, 1),
        SHORT("2 % of the time, 120 ms each", 0.02, 120_000),
        LONG("5 % of the time, 1 s each", 0.05, 1_000_000);

        private final String label;
        private final double share;
        private final double mean;

        Stalls(String label, double share, double mean) {
            this.label = label;
            this.share = share;
            this.mean = mean;
        }

        List<Stall> draw(Random random) {
            List<Stall> stalls = new ArrayList<>();
            if (share == 0) {
                return stalls;
            }
            double gap = mean * (1 - share) / share;
            for (double from = exponential(gap, random); from < END; from += exponential(gap, random)) {
                double to = from + exponential(mean, random);
                stalls.add(new Stall((long) from, (long) to));
                from = to;
            }
            return stalls;
        }
    }

    /** How requests come. */
    enum Model {
        ARRIVALS("10 arrivals a second"),
        USERS("8 virtual users");

        private final String label;

        Model(String label) {
            this.label = label;
        }

        private Load load() {
            List<Stage> stages =
                    List.of(new Stage(this == USERS ? StallCharacteristics.USERS : 10, Duration.ofSeconds(SECONDS)));
            return this == USERS
                    ? Load.ofUsers(StallCharacteristics.USERS, stages, Duration.ZERO, Duration.ZERO, 0)
                    : Load.ofArrivals(10, stages, Duration.ZERO, 10_000, 0);
        }
    }

    /** What is known of stalls. */
    enum Rule {
        /** The measured times, as if nothing had been added to them. */
        NOTHING_DONE,
        BOUNDED
    }

    private record Case(Model model, Stalls stalls, Rule rule) {}

    /** What takes seconds is done once, however many tests look at it. */
    private static final Map<Case, List<Map<Kind, Integer>>> KNOWN = new ConcurrentHashMap<>();

    private record Run(List<RequestSample> samples, List<Stall> stalls) {}

    private final Model model;
    private final Stalls stalls;

    private StallCharacteristics(Model model, Stalls stalls) {
        this.model = model;
        this.stalls = stalls;
    }

    /** How often each kind of verdict comes out of a hundred runs, for each part of the limit that the true p95 is. */
    static List<Map<Kind, Integer>> kinds(Model model, Stalls stalls, Rule rule) {
        return KNOWN.computeIfAbsent(
                new Case(model, stalls, rule), known -> new StallCharacteristics(model, stalls).kinds(rule));
    }

    private List<Map<Kind, Integer>> kinds(Rule rule) {
        double p95 = trueP95();
        List<Budget> budgets = PARTS.stream()
                .map(part -> new Budget(
                        Metric.TTFT, Statistic.percentile(95), Budget.Bound.AT_MOST, p95 / part, OptionalInt.empty()))
                .toList();
        LoadPlan plan = Plans.plan(model.load(), budgets.toArray(Budget[]::new));
        List<Map<Kind, Integer>> kinds = new ArrayList<>();
        PARTS.forEach(part -> kinds.add(new EnumMap<>(Kind.class)));
        for (int round = 0; round < ROUNDS; round++) {
            Run run = run(new Random(7_000 + round), rule);
            LoadResult result = Results.stalled(plan, run.stalls(), run.samples());
            for (int i = 0; i < budgets.size(); i++) {
                kinds.get(i).merge(Verdicts.judge(result, budgets.get(i)).kind(), 1, Integer::sum);
            }
        }
        return kinds;
    }

    /** Of many runs without a stall, together. */
    private double trueP95() {
        StallCharacteristics quiet = new StallCharacteristics(model, Stalls.NONE);
        double[] times = new Random(1)
                .longs(40)
                .mapToObj(seed -> quiet.run(new Random(seed), Rule.BOUNDED).samples())
                .flatMap(List::stream)
                .mapToDouble(RequestSample::ttft)
                .sorted()
                .toArray();
        return times[(int) Math.ceil(0.95 * times.length) - 1];
    }

    private Run run(Random random, Rule rule) {
        List<Stall> drawn = stalls.draw(random);
        List<RequestSample> samples = model == Model.USERS ? users(random, drawn, rule) : arrivals(random, drawn, rule);
        return new Run(samples, rule == Rule.BOUNDED ? drawn : List.of());
    }

    private static List<RequestSample> arrivals(Random random, List<Stall> stalls, Rule rule) {
        List<RequestSample> samples = new ArrayList<>();
        long[] free = new long[SERVERS];
        long lastSent = 0;
        for (double scheduled = exponential(100_000, random);
                scheduled < END;
                scheduled += exponential(100_000, random)) {
            long due = (long) scheduled;
            long sent = Math.max(leave(due, stalls), lastSent + BURST_SPACING);
            lastSent = sent;
            samples.add(sample(due, sent, serve(free, sent, random), stalls, rule));
        }
        return samples;
    }

    private static List<RequestSample> users(Random random, List<Stall> stalls, Rule rule) {
        List<RequestSample> samples = new ArrayList<>();
        PriorityQueue<Long> next = new PriorityQueue<>(Comparator.naturalOrder());
        for (int i = 0; i < USERS; i++) {
            next.add(0L);
        }
        long[] free = new long[SERVERS];
        for (long due = next.poll(); due < END; due = next.poll()) {
            long sent = leave(due, stalls);
            long done = serve(free, sent, random);
            samples.add(sample(due, sent, done, stalls, rule));
            next.add(leave(done, stalls));
        }
        return samples;
    }

    /** When the server has answered: it takes the request as soon as one of its places is free. */
    private static long serve(long[] free, long sent, Random random) {
        Arrays.sort(free);
        long done = Math.max(sent, free[0]) + (long) (MEDIAN_MICROS * StrictMath.exp(0.5 * random.nextGaussian()));
        free[0] = done;
        return done;
    }

    /** The end of the stall that the moment lies in; the moment itself where it lies in none. */
    private static long leave(long moment, List<Stall> stalls) {
        for (Stall stall : stalls) {
            if (moment >= stall.fromMicros() && moment < stall.toMicros()) {
                return stall.toMicros();
            }
        }
        return moment;
    }

    private static RequestSample sample(long due, long sent, long done, List<Stall> stalls, Rule rule) {
        long received = leave(done, stalls);
        long late = 0;
        for (Stall stall : stalls) {
            late = stall.toMicros() == received && received > done ? stall.micros() : late;
        }
        Delays delays =
                rule == Rule.NOTHING_DONE ? Delays.NONE : Delays.of(0, sent - due, late, late, late, late, late);
        return RequestSample.builder(Moments.scheduledAt(due)
                        .dispatched(due)
                        .sent(sent)
                        .headers(received)
                        .firstEvent(received)
                        .firstContent(received)
                        .lastToken(received)
                        .end(received)
                        .delays(delays)
                        .build())
                .status(200)
                .finishReason("stop")
                .build();
    }

    private static double exponential(double mean, Random random) {
        return -mean * StrictMath.log(1 - random.nextDouble());
    }

    /** The documented table, in Markdown: passes / breaches / undecided of a hundred runs. */
    static String table() {
        StringBuilder table = new StringBuilder("| load | stalls | judged |");
        for (double part : PARTS) {
            table.append(String.format(Locale.ROOT, " %.2f |", part));
        }
        table.append("\n|---|---|---|---|---|---|---|\n");
        for (Model model : Model.values()) {
            for (Stalls stalls : Stalls.values()) {
                for (Rule rule : stalls == Stalls.NONE ? new Rule[] {Rule.BOUNDED} : Rule.values()) {
                    table.append("| ")
                            .append(model.label)
                            .append(" | ")
                            .append(stalls.label)
                            .append(" | ");
                    table.append(stalls == Stalls.NONE ? "" : rule == Rule.BOUNDED ? "with bounds" : "as measured");
                    table.append(" |");
                    kinds(model, stalls, rule).forEach(kinds -> table.append(cell(kinds)));
                    table.append('\n');
                }
            }
        }
        return table.toString();
    }

    private static String cell(Map<Kind, Integer> kinds) {
        return String.format(
                Locale.ROOT,
                " %d / %d / %d |",
                kinds.getOrDefault(Kind.PASS, 0),
                kinds.getOrDefault(Kind.BREACH, 0),
                kinds.getOrDefault(Kind.INCONCLUSIVE, 0));
    }
}
