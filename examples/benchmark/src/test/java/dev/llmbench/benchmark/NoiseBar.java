package dev.llmbench.benchmark;

import dev.llmbench.benchmark.Judgement.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What verdicts are held to beside a server whose first token takes 50 ms. */
final class NoiseBar {
    static final List<Duration> LIMITS =
            Stream.of(25, 42, 100, 150).map(Duration::ofMillis).toList();

    /** Where chance is allowed for, one run in so many may stray: 2 of 40. */
    private static final int ONE_IN = 20;

    private NoiseBar() {}

    /** Holds all runs on one machine against it. */
    static List<Clause> of(Machine machine, List<JudgedRun> runs) {
        List<JudgedRun> at25 = against(25, runs);
        List<JudgedRun> at42 = against(42, runs);
        List<JudgedRun> at100 = healthy(against(100, runs));
        List<JudgedRun> at150 = healthy(against(150, runs));
        int few = at42.size() / ONE_IN;
        return switch (machine) {
            case QUIET ->
                List.of(
                        Clause.always("quiet, 150 ms, healthy: not red", at150, run -> !run.isRed()),
                        Clause.always("quiet, 100 ms, healthy: not red", at100, run -> !run.isRed()),
                        Clause.always("quiet, 42 ms: red in 95 %", at42, JudgedRun::isRed)
                                .allowing(few),
                        Clause.always("quiet, 25 ms: a breach", at25, run -> run.is(Outcome.BREACH)));
            case BUSY ->
                List.of(
                        Clause.always("busy, 150 ms, healthy: not red", at150, run -> !run.isRed()),
                        Clause.always("busy, 100 ms, healthy: red in at most 2 of 40", at100, run -> !run.isRed())
                                .allowing(few),
                        Clause.always(
                                "busy, 100 ms, healthy: red only as INCONCLUSIVE with the range",
                                at100,
                                run -> !run.isRed() || run.isInconclusiveWithRange()),
                        Clause.always("busy, 42 ms: never green", at42, JudgedRun::isRed),
                        Clause.always("busy, 25 ms: a breach", at25, run -> run.is(Outcome.BREACH)));
        };
    }

    private static List<JudgedRun> against(long millis, List<JudgedRun> runs) {
        return runs.stream().filter(run -> run.isAgainst(millis)).toList();
    }

    private static List<JudgedRun> healthy(List<JudgedRun> runs) {
        return runs.stream().filter(JudgedRun::isHealthy).toList();
    }
}
