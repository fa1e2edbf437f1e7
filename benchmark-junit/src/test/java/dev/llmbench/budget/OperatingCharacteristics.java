package dev.llmbench.budget;

import dev.llmbench.budget.Verdict.Kind;
import dev.llmbench.plan.Evidence;
import dev.llmbench.stats.EffectiveSizes;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How often a budget on a percentile fails, by simulation: with its limit at the true percentile, where each failure is a
 * false alarm, and with a server that is a fifth slower than that. Repeatable: seeds are fixed and no function depends on
 * the machine.
 */
final class OperatingCharacteristics {
    static final int ROUNDS = 2_000;
    private static final double SLOWER = 1.2;

    /** What times a server takes. */
    enum Server {
        /** Log-normal times with sigma 0.5, independent of each other. */
        INDEPENDENT("independent requests") {
            @Override
            double[] times(int n, Random random) {
                double[] times = new double[n];
                for (int i = 0; i < n; i++) {
                    times[i] = StrictMath.exp(0.5 * random.nextGaussian());
                }
                return times;
            }

            @Override
            double percentile(double tail) {
                return StrictMath.exp(0.5 * (tail == 0.05 ? 1.6448536270 : 2.3263478740));
            }
        },
        /** Waiting and service of a queue with one server, Poisson arrivals and exponential service, at 90 % load. */
        QUEUE("M/M/1 queue at 90 % load") {
            private static final double LOAD = 0.9;

            @Override
            double[] times(int n, Random random) {
                double[] times = new double[n];
                double wait = random.nextDouble() < LOAD ? exponential(random) / (1 - LOAD) : 0;
                for (int i = 0; i < n; i++) {
                    times[i] = wait + exponential(random);
                    wait = Math.max(0, times[i] - exponential(random) / LOAD);
                }
                return times;
            }

            @Override
            double percentile(double tail) {
                return -StrictMath.log(tail) / (1 - LOAD);
            }
        };

        private final String label;

        Server(String label) {
            this.label = label;
        }

        abstract double[] times(int n, Random random);

        abstract double percentile(double tail);

        private static double exponential(Random random) {
            return -StrictMath.log(1 - random.nextDouble());
        }
    }

    private record Case(Server server, BigDecimal tail, int n, double factor) {}

    /** What takes seconds is done once, however many tests look at it. */
    private static final Map<Case, Map<Evidence, Integer>> KNOWN = new ConcurrentHashMap<>();

    private final Server server;
    private final BigDecimal tail;
    private final int n;

    OperatingCharacteristics(Server server, String tail, int n) {
        this.server = server;
        this.tail = new BigDecimal(tail);
        this.n = n;
    }

    double falseAlarms(Evidence evidence) {
        return rate(failing(1), evidence);
    }

    double power(Evidence evidence) {
        return rate(failing(SLOWER), evidence);
    }

    /** The share of runs that fail, by each policy. */
    private Map<Evidence, Integer> failing(double factor) {
        return KNOWN.computeIfAbsent(new Case(server, tail, n, factor), known -> simulated(factor));
    }

    private Map<Evidence, Integer> simulated(double factor) {
        double limit = server.percentile(tail.doubleValue()) / factor;
        Random random = new Random(n);
        Map<Evidence, Integer> failing = new EnumMap<>(Evidence.class);
        for (int round = 0; round < ROUNDS; round++) {
            double[] times = server.times(n, random);
            boolean[] over = new boolean[n];
            int k = 0;
            for (int i = 0; i < n; i++) {
                over[i] = times[i] > limit;
                k += over[i] ? 1 : 0;
            }
            Finding found = finding(new Proportion(n, k, tail, false), over);
            for (Evidence evidence : Evidence.values()) {
                failing.merge(evidence, found.fails(evidence) ? 1 : 0, Integer::sum);
            }
        }
        return failing;
    }

    private static double rate(Map<Evidence, Integer> failing, Evidence evidence) {
        return (double) failing.getOrDefault(evidence, 0) / ROUNDS;
    }

    private static Finding finding(Proportion proportion, boolean[] over) {
        boolean breach = proportion.isExceeded();
        double n = (double) proportion.samples();
        boolean proven = isSure(proportion, n) && isSure(proportion, EffectiveSizes.of(over));
        return new Finding(breach ? Kind.BREACH : Kind.PASS, proven, true, Finding.Figures.NONE, "", "");
    }

    private static boolean isSure(Proportion proportion, double effective) {
        return proportion.isExceeded() ? proportion.isSurelyExceeded(effective) : proportion.isSurelyKept(effective);
    }

    /** The documented table, in Markdown: false alarms / found. */
    static String table() {
        StringBuilder table = new StringBuilder("| server | budget | requests |");
        for (Evidence evidence : Evidence.values()) {
            table.append(" `").append(evidence).append("` |");
        }
        table.append("\n|---|---|---|---|---|---|\n");
        for (Server server : Server.values()) {
            for (String tail : new String[] {"0.05", "0.01"}) {
                for (int n : new int[] {100, 300, 1_000}) {
                    table.append(row(server, tail, n));
                }
            }
        }
        return table.toString();
    }

    private static String row(Server server, String tail, int n) {
        OperatingCharacteristics characteristics = new OperatingCharacteristics(server, tail, n);
        Map<Evidence, Integer> falseAlarms = characteristics.failing(1);
        Map<Evidence, Integer> found = characteristics.failing(SLOWER);
        StringBuilder row = new StringBuilder(
                String.format(Locale.ROOT, "| %s | %s | %,d |", server.label, tail.equals("0.05") ? "p95" : "p99", n));
        for (Evidence evidence : Evidence.values()) {
            row.append(String.format(
                    Locale.ROOT,
                    " %.1f %% / %.1f %% |",
                    100 * rate(falseAlarms, evidence),
                    100 * rate(found, evidence)));
        }
        return row.append("\n").toString();
    }
}
