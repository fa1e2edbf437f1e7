package dev.llmbench.engine;

import static dev.llmbench.engine.FakeTransport.NEVER;
import static dev.llmbench.engine.VirtualRun.load;
import static dev.llmbench.engine.VirtualRun.plan;
import static dev.llmbench.engine.VirtualRun.stage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.openai.Call;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Plans;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import java.time.Duration;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/** Requests of whose response nothing comes any more, in virtual time: one user, an idle timeout of 50 ms. */
class IdleTimeoutTest {

    @Test
    void aRequestThatIsNeverAnsweredEndsWhenItsIdleTimeoutIsOverAndItsUserGoesOn() {
        VirtualRun run = run(idle(200, 60_000), call -> call.scheduled() == 0 ? NEVER : 40_000, call -> 0);
        RequestSample first = run.samples.get(0);
        assertThat(first.outcome()).isEqualTo(Outcome.TIMEOUT);
        assertThat(first.error()).isEqualTo("idle: no byte of the response arrived for 50ms");
        assertThat(first.at().end()).isEqualTo(50_000);
        assertThat(run.scheduledOf(1)).containsExactly(0L, 150L, 190L);
    }

    @Test
    void theTimeoutCountsFromTheLastThatCame() {
        VirtualRun run = run(idle(100, 60_000), call -> NEVER, call -> 170_001);
        assertThat(run.samples).singleElement().satisfies(sample -> {
            assertThat(sample.outcome()).isEqualTo(Outcome.TIMEOUT);
            assertThat(sample.at().end()).isEqualTo(220_001);
        });
    }

    @Test
    void aResponseThatGoesOnMayTakeAsLongAsTheRequestMay() {
        VirtualRun run = run(idle(100, 300), call -> NEVER, call -> Long.MAX_VALUE / 2);
        assertThat(run.samples).singleElement().satisfies(sample -> {
            assertThat(sample.error()).startsWith("no complete response within 300ms");
            assertThat(sample.at().end()).isEqualTo(300_000);
        });
    }

    @Test
    void aResponseThatIsCompleteInTimeIsNotCutOffHoweverLongItTook() {
        VirtualRun run = run(idle(100, 60_000), call -> 190_000, call -> 150_000);
        assertThat(run.samples).singleElement().satisfies(sample -> {
            assertThat(sample.outcome()).isEqualTo(Outcome.OK);
            assertThat(sample.at().end()).isEqualTo(190_000);
        });
    }

    @Test
    void connectingIsNoSilence() {
        FakeTransport transport = new FakeTransport(call -> NEVER, true).connecting(call -> 90_000);
        VirtualRun run = new VirtualRun(idle(100, 60_000), transport).toTheEnd();
        assertThat(run.samples)
                .singleElement()
                .satisfies(sample -> assertThat(sample.at().end()).isEqualTo(140_000));
    }

    private static LoadPlan idle(int stageMillis, int requestTimeoutMillis) {
        LoadPlan plan = plan(load(1, 60_000, 0, stage(1, stageMillis)), requestTimeoutMillis);
        return Plans.with(Plans.silentFor(Duration.ofMillis(50), plan.target()), plan);
    }

    private static VirtualRun run(LoadPlan plan, ToLongFunction<Call> answers, ToLongFunction<Call> talks) {
        return new VirtualRun(plan, new FakeTransport(answers, true).talking(talks)).toTheEnd();
    }
}
