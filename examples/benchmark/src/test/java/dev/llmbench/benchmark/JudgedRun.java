package dev.llmbench.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * One limit that one run in cold JVMs was judged against, beside the truth.
 *
 * @param machine what else it does
 * @param users virtual users
 * @param number of the run, counted from 1
 * @param truth TTFT p95 by the server's own log, in milliseconds
 * @param judgement what the library says
 */
record JudgedRun(Machine machine, int users, int number, double truth, Judgement judgement) {
    private static final Service SERVICE = Service.of(50, 10, 50);

    /** Makes one load and holds it against all limits. */
    static List<JudgedRun> of(Machine machine, int users, int number, long seconds, Path directory)
            throws IOException, InterruptedException {
        String name = machine.title() + "-" + users + "-" + number;
        Run run = Run.of(name, SERVICE, Job.users(users, seconds).judgedAgainst(NoiseBar.LIMITS), directory);
        double truth = run.truth().ttft().p95();
        return NoiseBar.LIMITS.stream()
                .map(limit -> new JudgedRun(machine, users, number, truth, run.judgement(limit)))
                .toList();
    }

    boolean isAgainst(long millis) {
        return judgement.limit().toMillis() == millis;
    }

    /** Whether the server kept the limit. */
    boolean isHealthy() {
        return truth <= judgement.limit().toNanos() / 1e6;
    }

    boolean isRed() {
        return judgement.isRed();
    }

    boolean is(Judgement.Outcome outcome) {
        return judgement.outcome() == outcome;
    }

    /** Whether it is inconclusive and says between which values the figure lies. */
    boolean isInconclusiveWithRange() {
        return is(Judgement.Outcome.INCONCLUSIVE)
                && judgement.message().matches(".*\\bwas [\\d.,]+( \\S+)? to [\\d.,]+ \\S+.*");
    }

    boolean isAsTrue() {
        return is(isHealthy() ? Judgement.Outcome.PASS : Judgement.Outcome.BREACH);
    }

    /** The whole finding, on one line; the same for all limits where the run is invalid. */
    String told() {
        return String.format(
                Locale.ROOT,
                "%s, %d users, run %d, TTFT p95 truly %.1f ms%s: %s",
                machine.title(),
                users,
                number,
                truth,
                is(Judgement.Outcome.INVALID)
                        ? ""
                        : ", limit " + judgement.limit().toMillis() + " ms",
                judgement.message());
    }
}
