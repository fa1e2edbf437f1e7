package dev.llmbench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.plan.Load;
import dev.llmbench.plan.Stage;
import dev.llmbench.sample.RequestSample;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What arrival rates send when TPOT is measured by two lengths, in virtual time. */
class PairedArrivalsTest {
    private static final Stage TEN_A_SECOND = new Stage(10, Duration.ofSeconds(3));

    @Test
    void asManyRequestsAreSentAsTheRateSays() {
        VirtualRun run = run(load(100), false, 50);
        assertThat(run.samples).hasSize(30);
        assertThat(run.samples.stream().map(RequestSample::promptId).distinct()).hasSize(10);
        assertThat(scheduled(run).subList(0, 6)).containsExactly(100L, 150L, 200L, 400L, 450L, 500L);
    }

    @Test
    void ofSaltedPromptsAPairBeginsWithEverySecondArrival() {
        VirtualRun run = run(load(100), true, 50);
        assertThat(run.samples).hasSize(30);
        assertThat(scheduled(run).subList(0, 4)).containsExactly(100L, 150L, 300L, 350L);
    }

    @Test
    void aPairForWhichThereIsNoRoomIsDroppedWhole() throws InterruptedException {
        VirtualRun run = run(load(1), false, 150);
        assertThat(run.samples).hasSize(15);
        assertThat(run.facts().dropped()).isEqualTo(15);
    }

    @Test
    void nothingIsSentAfterTheEnd() {
        VirtualRun run = run(load(100), false, 400);
        assertThat(run.transport.dispatches).allMatch(at -> at < 3_000_000);
        assertThat(run.samples).hasSizeLessThan(30);
    }

    private static Load load(int maxInFlight) {
        return Load.ofArrivals(10, List.of(TEN_A_SECOND), Duration.ofSeconds(1), maxInFlight, 1);
    }

    private static VirtualRun run(Load load, boolean salted, long delayMillis) {
        FakeTransport transport = new FakeTransport(call -> delayMillis * 1_000, true);
        return new VirtualRun(Pairs.plan(load, salted), transport, Pairs.requests()).toTheEnd();
    }

    private static List<Long> scheduled(VirtualRun run) {
        return run.samples.stream()
                .map(sample -> sample.at().scheduled() / 1_000)
                .sorted()
                .toList();
    }
}
