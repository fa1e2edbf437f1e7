package dev.llmbench.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StallLogTest {
    private static final long MILLI = 1_000_000;
    private static final long PERIOD = 2 * MILLI;

    private long now;
    private final RunClock clock = RunClock.starting(() -> 0);
    private final StallLog log = new StallLog(() -> now);

    @Test
    void aHeartbeatInTimeIsNoStall() {
        beats(0, 2, 4, 9, 11);

        assertThat(log.stalls(clock)).isEmpty();
        assertThat(log.nanosWithin(0, 11 * MILLI)).isZero();
    }

    @Test
    void aLateHeartbeatIsAStallSinceTheOneBefore() {
        beats(0, 2, 50, 52);

        assertThat(log.stalls(clock)).containsExactly(new Stall(2_000, 50_000));
    }

    @Test
    void tellsThePartOfAStallThatLiesWithinATime() {
        beats(0, 2, 50, 52);

        assertThat(log.nanosWithin(0, 10 * MILLI)).isEqualTo(8 * MILLI);
        assertThat(log.nanosWithin(40 * MILLI, 52 * MILLI)).isEqualTo(10 * MILLI);
        assertThat(log.nanosWithin(10 * MILLI, 20 * MILLI)).isEqualTo(10 * MILLI);
        assertThat(log.nanosWithin(50 * MILLI, 52 * MILLI)).isZero();
    }

    @Test
    void aHeartbeatThatIsOverdueIsAStallThatGoesOn() {
        beats(0, 2);

        assertThat(log.nanosWithin(0, 7 * MILLI)).isZero();
        assertThat(log.nanosWithin(0, 30 * MILLI)).isEqualTo(28 * MILLI);
        assertThat(log.nanosWithin(20 * MILLI, 30 * MILLI)).isEqualTo(10 * MILLI);
        assertThat(log.nanosUpTo(30 * MILLI)).isEqualTo(28 * MILLI);
    }

    @Test
    void aHeartbeatThatWasStoppedIsNotOverdue() {
        beats(0, 2);
        log.stopped();

        assertThat(log.nanosWithin(0, 900 * MILLI)).isZero();
        assertThat(log.nanosUpTo(900 * MILLI)).isZero();
    }

    @Test
    void aStallThatHasJustEndedMayHaveLeftSomethingUnread() {
        beats(0, 2, 50);

        assertThat(log.nanosUpTo(51 * MILLI)).isEqualTo(49 * MILLI);
        beats(52, 54);
        assertThat(log.nanosUpTo(54 * MILLI)).isZero();
    }

    @Test
    void aThreadThatWokeLateStoodStill() {
        log.noteIfLate(10 * MILLI, 13 * MILLI);
        assertThat(log.stalls(clock)).isEmpty();

        log.noteIfLate(10 * MILLI, 14 * MILLI);
        assertThat(log.stalls(clock)).containsExactly(new Stall(10_000, 14_000));
    }

    @Test
    void stallsThatOverlapAreOneWhateverTheirOrder() {
        log.noteIfLate(100 * MILLI, 120 * MILLI);
        log.noteIfLate(10 * MILLI, 20 * MILLI);
        log.noteIfLate(40 * MILLI, 60 * MILLI);
        log.noteIfLate(15 * MILLI, 45 * MILLI);

        assertThat(log.stalls(clock)).containsExactly(new Stall(10_000, 60_000), new Stall(100_000, 120_000));
        assertThat(log.nanosWithin(0, 110 * MILLI)).isEqualTo(60 * MILLI);
    }

    @Test
    void ofTooManyStallsThoseThatAreCloseBecomeOne() {
        long far = 100 * MILLI;
        LongStream.range(0, 10_000).forEach(i -> log.noteIfLate(i * far, i * far + 5 * MILLI));
        log.noteIfLate(10_000 * far - 90 * MILLI, 10_000 * far - 80 * MILLI);

        List<Stall> stalls = log.stalls(clock);
        assertThat(stalls).hasSize(10_000);
        assertThat(stalls.get(9_999)).isEqualTo(new Stall(9_999 * far / 1_000, (10_000 * far - 80 * MILLI) / 1_000));
    }

    @Test
    void ofAStallThatBeganBeforeTheRunTheRestIsOfTheRun() {
        log.noteIfLate(10 * MILLI, 20 * MILLI);
        log.noteIfLate(90 * MILLI, 110 * MILLI);
        RunClock later = RunClock.starting(() -> 100 * MILLI);

        assertThat(log.stalls(later)).containsExactly(new Stall(0, 10_000));
    }

    private void beats(long... millis) {
        for (long beat : millis) {
            now = beat * MILLI;
            log.beat(now, PERIOD);
        }
    }
}
