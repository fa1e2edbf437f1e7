package dev.llmbench.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.sample.StallLog;
import org.junit.jupiter.api.Test;

class SelectorTurnTest {
    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;

    private long now;
    private final StallLog stalls = new StallLog(() -> now);
    private final SelectorTurn turn = new SelectorTurn(stalls);

    @Test
    void whatASelectorWaitedForCameWhenItReturned() {
        select(true, 0, 10 * MILLI);

        assertThat(turn.lateness(12 * MILLI)).isEqualTo(2 * MILLI);
    }

    @Test
    void whatASelectorHadAtOnceCameSinceItReturnedBefore() {
        select(true, 0, 10 * MILLI);
        select(true, 25 * MILLI, 25 * MILLI + 20 * MICRO);

        assertThat(turn.lateness(26 * MILLI)).isEqualTo(16 * MILLI);
    }

    @Test
    void aSelectorThatMayNotWaitHadAllAtOnceHoweverLongItTook() {
        select(true, 0, 10 * MILLI);
        select(false, 11 * MILLI, 14 * MILLI);

        assertThat(turn.lateness(14 * MILLI)).isEqualTo(4 * MILLI);
    }

    @Test
    void whatCameInAStallMayHaveComeAtItsBeginning() {
        stalls.beat(0, 2 * MILLI);
        now = 50 * MILLI;
        stalls.beat(now, 2 * MILLI);
        select(false, 20 * MILLI, 20 * MILLI);
        select(true, 20 * MILLI, 51 * MILLI);

        assertThat(turn.lateness(51 * MILLI)).isEqualTo(30 * MILLI);
    }

    @Test
    void theStallCountsThatTheHeartbeatHasNotSeenYet() {
        stalls.beat(0, 2 * MILLI);
        select(false, 20 * MILLI, 20 * MILLI);
        select(true, 20 * MILLI, 51 * MILLI);

        assertThat(turn.lateness(51 * MILLI)).isEqualTo(31 * MILLI);
    }

    @Test
    void whatComesAfterAStalledSelectionMayHaveComeInItsStall() {
        stalls.beat(0, 2 * MILLI);
        now = 50 * MILLI;
        stalls.beat(now, 2 * MILLI);
        select(false, 20 * MILLI, 20 * MILLI);
        select(true, 20 * MILLI, 51 * MILLI);
        select(true, 51 * MILLI + 10 * MICRO, 51 * MILLI + 20 * MICRO);

        assertThat(turn.lateness(51 * MILLI + 20 * MICRO)).isEqualTo(30 * MILLI + 20 * MICRO);
    }

    @Test
    void aSelectorWaitsOnlyRightAfterWhatIsReadyWasGathered() {
        select(true, 0, 10 * MILLI);
        now = 10 * MILLI + 900 * MICRO;
        assertThat(turn.entered(true)).isTrue();

        now = 11 * MILLI;
        assertThat(turn.entered(true)).isFalse();
        assertThat(turn.entered(false)).isFalse();
    }

    @Test
    void aSelectionThatTakesLongAfterAStallHadAllAtOnce() {
        stalls.beat(0, 2 * MILLI);
        select(false, 20 * MILLI, 20 * MILLI);
        select(true, 20 * MILLI, 51 * MILLI);

        select(true, 51 * MILLI + 10 * MICRO, 51 * MILLI + 90 * MICRO);

        assertThat(turn.lateness(51 * MILLI + 90 * MICRO)).isEqualTo(31 * MILLI + 90 * MICRO);
    }

    @Test
    void aLoopThatWasWokenAndDidNotWakeStoodStill() {
        now = 0;
        turn.entered(true);
        now = 40 * MILLI;
        turn.returned(10 * MILLI);

        assertThat(stalls.nanosWithin(0, 40 * MILLI)).isEqualTo(30 * MILLI);
        assertThat(turn.lateness(41 * MILLI)).isEqualTo(31 * MILLI);
    }

    private void select(boolean mayWait, long entered, long returned) {
        now = entered;
        turn.entered(mayWait);
        now = returned;
        turn.returned(0);
        turn.returned(0);
    }
}
