package dev.llmbench.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.benchmark.Judgement.Outcome;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NoiseBarTest {
    private static final String RANGE = "TTFT p95 was 61.2 to 104 ms, limit ≤ 100 ms: INCONCLUSIVE";

    @Test
    void holdsWhereEveryVerdictIsTrue() {
        assertThat(notHeld(Machine.QUIET, runs(Machine.QUIET))).isEmpty();
        assertThat(notHeld(Machine.BUSY, runs(Machine.BUSY))).isEmpty();
    }

    @Test
    void countsNoRedOfARunWhoseServerBrokeTheLimit() {
        JudgedRun broken = run(Machine.QUIET, 120, 100, Outcome.BREACH, "");

        assertThat(notHeld(Machine.QUIET, with(broken, 1))).isEmpty();
    }

    @Test
    void allowsTwoOf40ToBeInconclusiveAt100MillisOnABusyMachine() {
        JudgedRun inconclusive = run(Machine.BUSY, 60, 100, Outcome.INCONCLUSIVE, RANGE);

        assertThat(notHeld(Machine.BUSY, with(inconclusive, 2))).isEmpty();
        assertThat(notHeld(Machine.BUSY, with(inconclusive, 3)))
                .containsExactly("busy, 100 ms, healthy: red in at most 2 of 40");
    }

    @Test
    void wantsTheRangeOfWhatIsInconclusive() {
        JudgedRun bare = run(Machine.BUSY, 60, 100, Outcome.INCONCLUSIVE, "TTFT p95 was 104 ms: INCONCLUSIVE");

        assertThat(notHeld(Machine.BUSY, with(bare, 1)))
                .containsExactly("busy, 100 ms, healthy: red only as INCONCLUSIVE with the range");
    }

    @Test
    void takesAnInvalidRunForNoBreach() {
        JudgedRun invalid = run(Machine.BUSY, 60, 25, Outcome.INVALID, "INVALID");

        assertThat(notHeld(Machine.BUSY, with(invalid, 1))).containsExactly("busy, 25 ms: a breach");
    }

    @Test
    void isNotHeldWhereNothingShowsIt() {
        assertThat(notHeld(Machine.BUSY, List.of())).hasSize(5);
    }

    private static List<String> notHeld(Machine machine, List<JudgedRun> runs) {
        return NoiseBar.of(machine, runs).stream()
                .filter(clause -> !clause.isHeld())
                .map(Clause::sentence)
                .toList();
    }

    /** All as they are to be, but for so many. */
    private static List<JudgedRun> with(JudgedRun other, int count) {
        List<JudgedRun> rest = runs(other.machine());
        List<JudgedRun> replaced = rest.stream()
                .filter(run -> run.judgement().limit().equals(other.judgement().limit()))
                .limit(count)
                .toList();
        return Stream.concat(
                        Collections.nCopies(count, other).stream(),
                        rest.stream().filter(run -> !replaced.contains(run)))
                .toList();
    }

    /** Forty runs, each against all limits. */
    private static List<JudgedRun> runs(Machine machine) {
        return IntStream.rangeClosed(1, 40)
                .boxed()
                .flatMap(number -> NoiseBar.LIMITS.stream().map(limit -> {
                    Outcome outcome = limit.toMillis() < 50 ? Outcome.BREACH : Outcome.PASS;
                    return run(machine, number, 50.2, limit.toMillis(), outcome, "");
                }))
                .toList();
    }

    private static JudgedRun run(Machine machine, double truth, long limit, Outcome outcome, String message) {
        return run(machine, 0, truth, limit, outcome, message);
    }

    private static JudgedRun run(
            Machine machine, int number, double truth, long limit, Outcome outcome, String message) {
        Judgement judgement = new Judgement(Duration.ofMillis(limit), outcome, outcome != Outcome.PASS, message);
        return new JudgedRun(machine, 20, number, truth, judgement);
    }
}
