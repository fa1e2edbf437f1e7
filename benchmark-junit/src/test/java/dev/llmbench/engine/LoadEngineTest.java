package dev.llmbench.engine;

import static dev.llmbench.engine.FakeTransport.NEVER;
import static dev.llmbench.engine.VirtualRun.answering;
import static dev.llmbench.engine.VirtualRun.load;
import static dev.llmbench.engine.VirtualRun.losingEverything;
import static dev.llmbench.engine.VirtualRun.plan;
import static dev.llmbench.engine.VirtualRun.stage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.openai.Call;
import dev.llmbench.openai.InFlight;
import dev.llmbench.openai.PreparedRequest;
import dev.llmbench.openai.Transport;
import dev.llmbench.plan.Limits;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Pace;
import dev.llmbench.plan.Stage;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.StallLog;
import dev.llmbench.sample.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Timeouts, deadlines and the end of a run, in virtual time; and what a caller sees of the engine's thread. */
class LoadEngineTest {

    @Test
    void aHangingRequestTimesOutAndItsUserGoesOn() {
        VirtualRun run = answering(
                        plan(load(1, 300, 0, stage(1, 200)), 100), call -> call.scheduled() == 0 ? NEVER : 60L)
                .toTheEnd();
        RequestSample first = run.samples.get(0);
        assertThat(first.outcome()).isEqualTo(Outcome.TIMEOUT);
        assertThat(first.at().end()).isEqualTo(100_000);
        assertThat(first.error()).contains("100ms");
        assertThat(run.scheduledOf(1)).containsExactly(0L, 100L, 160L);
    }

    @Test
    void requestsTimeOutInTheOrderOfTheirDispatch() {
        VirtualRun run = answering(
                        plan(load(0, 300, 0, stage(3, 30), stage(3, 200)), 100), call -> call.user() == 2 ? 10L : NEVER)
                .toTheEnd();
        assertThat(run.withOutcome(Outcome.TIMEOUT))
                .extracting(sample -> sample.user() + " at " + sample.at().end() / 1_000)
                .startsWith("1 at 110", "3 at 130", "1 at 210", "3 at 230");
    }

    @Test
    void theRunEndsWithItsLastAnswer() throws Exception {
        VirtualRun run = answering(plan(1, stage(1, 100)), 70).toTheEnd();
        assertThat(run.facts().elapsed()).isEqualTo(Duration.ofMillis(140));
        assertThat(run.facts().cutShort()).isEmpty();
    }

    @Test
    void aRunWithoutUsersInItsLastStageEndsWithThatStage() throws Exception {
        VirtualRun run = answering(plan(1, stage(1, 100), stage(0, 0), stage(0, 100)), 10)
                .toTheEnd();
        assertThat(run.facts().elapsed()).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void aRunWithoutUsersInItsFirstStageWaitsForTheNext() {
        VirtualRun run =
                answering(plan(0, stage(0, 100), stage(1, 0), stage(1, 50)), 50).toTheEnd();
        assertThat(run.scheduledOf(1)).containsExactly(100L);
    }

    @Test
    void aTransportThatGivesNothingBackCannotKeepTheEngineFromEnding() throws Exception {
        VirtualRun run = losingEverything(plan(3, stage(3, 100))).toTheEnd();
        // The stage, the graceful stop, the connect timeout, and two seconds for the transport to give back.
        assertThat(run.facts().elapsed()).isEqualTo(Duration.ofMillis(100 + 300 + 100 + 2_000));
        assertThat(run.samples).hasSize(3).allMatch(sample -> sample.outcome() == Outcome.INTERRUPTED);
        assertThat(run.samples).allMatch(sample -> sample.at().dispatched() == 0);
    }

    @Test
    void aTimedOutRequestThatTheTransportNeverGivesBackStaysATimeout() {
        VirtualRun run =
                losingEverything(plan(load(1, 300, 0, stage(1, 100)), 50)).toTheEnd();
        assertThat(run.samples).hasSize(1);
        assertThat(run.samples.get(0).outcome()).isEqualTo(Outcome.TIMEOUT);
        assertThat(run.samples.get(0).error()).contains("50ms");
    }

    @Test
    void whatIsGivenBackTooLateIsNoSecondSample() {
        FakeTransport transport = new FakeTransport(call -> 3_000_000, false);
        VirtualRun run = new VirtualRun(plan(2, stage(2, 100)), transport).toTheEnd();
        transport.answerDue(Long.MAX_VALUE);
        run.engine.step();
        assertThat(run.samples).hasSize(2).allMatch(sample -> sample.outcome() == Outcome.INTERRUPTED);
    }

    @Test
    void stoppingEndsTheRunAtOnceAndTheFactsSayWhy() throws Exception {
        VirtualRun run = answering(plan(2, stage(2, 1_000)), 400).until(250);
        run.engine.stop("the disk is full");
        run.engine.stop("another reason, too late");
        run.toTheEnd();
        assertThat(run.facts().cutShort()).contains("the disk is full");
        assertThat(run.facts().elapsed()).isLessThanOrEqualTo(Duration.ofMillis(250));
        assertThat(run.samples).hasSize(2).allMatch(sample -> sample.outcome() == Outcome.INTERRUPTED);
        assertThat(run.samples.get(0).error()).contains("the disk is full");
    }

    @Test
    void stoppingWhileUsersThinkEndsTheRunAtOnce() throws Exception {
        VirtualRun run =
                answering(plan(load(1, 300, 500, stage(1, 1_000)), 60_000), 10).until(100);
        run.engine.stop("enough");
        run.toTheEnd();
        assertThat(run.facts().elapsed()).isLessThanOrEqualTo(Duration.ofMillis(100));
        assertThat(run.samples).hasSize(1);
    }

    @Test
    void anOuterDeadlineCutsTheRunShort() throws Exception {
        VirtualRun run = answering(
                        plan(load(1, 300, 0, stage(1, 1_000)), 60_000, Optional.of(Duration.ofMillis(250))), 100)
                .toTheEnd();
        assertThat(run.facts().elapsed()).isEqualTo(Duration.ofMillis(250));
        assertThat(run.facts().cutShort())
                .hasValueSatisfying(why -> assertThat(why).contains("250ms").contains("Raise the timeout"));
        assertThat(run.withOutcome(Outcome.INTERRUPTED)).hasSize(1);
        assertThat(run.withOutcome(Outcome.OK)).hasSize(2);
    }

    @Test
    void anOuterDeadlineAfterTheRunsOwnChangesNothing() throws Exception {
        VirtualRun run = answering(
                        plan(load(1, 300, 0, stage(1, 100)), 60_000, Optional.of(Duration.ofMillis(500))), NEVER)
                .toTheEnd();
        assertThat(run.facts().cutShort()).isEmpty();
        assertThat(run.facts().elapsed()).isEqualTo(Duration.ofMillis(400));
    }

    @Test
    void theMostRequestsInFlightAtOnceAreCounted() throws Exception {
        VirtualRun run = answering(plan(2, stage(2, 50), stage(5, 0), stage(5, 50), stage(1, 0), stage(1, 50)), 30)
                .toTheEnd();
        assertThat(run.facts().peakInFlight()).isEqualTo(5);
    }

    @Test
    void theNumbersOfUsersAndRequestsOfNowCanBeAsked() {
        VirtualRun run = answering(plan(3, stage(3, 100), stage(1, 0), stage(1, 100)), 70)
                .until(50);
        assertThat(run.engine.level()).isEqualTo(3);
        assertThat(run.engine.inFlight()).isEqualTo(3);
        run.until(150);
        assertThat(run.engine.level()).isEqualTo(1);
        assertThat(run.engine.inFlight()).isEqualTo(1);
        run.toTheEnd();
        assertThat(run.engine.level()).isZero();
        assertThat(run.engine.inFlight()).isZero();
    }

    @Test
    void requestsThatFailInTheMomentTheyAreSentDoNotKeepTheEngineFromItsPlan() {
        VirtualRun run = new VirtualRun(plan(1, stage(1, 100)), new FakeTransport(call -> 0, true));
        run.engine.step();
        run.engine.step();
        assertThat(run.samples).hasSize(2);
        run.engine.stop("enough");
        run.toTheEnd();
        assertThat(run.samples).hasSize(3);
    }

    @Test
    void aThreadOfItsOwnCarriesOutTheRun() throws Exception {
        List<RequestSample> samples = new ArrayList<>();
        CountDownLatch sent = new CountDownLatch(1);
        FakeTransport transport = new FakeTransport(
                call -> {
                    sent.countDown();
                    return NEVER;
                },
                true);
        LoadEngine engine = new LoadEngine(
                plan(1, stage(1, 60_000)),
                transport,
                () -> VirtualRun.REQUEST,
                samples::add,
                new StallLog(Ticker.system()));
        engine.start();
        sent.await();
        engine.stop("enough");
        assertThat(engine.await().cutShort()).contains("enough");
        assertThat(samples).hasSize(1);
    }

    @Test
    void aWakeUpThatALockUsedUpIsNotLost() throws Exception {
        FakeTransport answersAtOnce = new FakeTransport(call -> 0, true);
        Transport usesUpWakeUps = new Transport() {
            @Override
            public InFlight send(Call call, Consumer<RequestSample> whenEnded) {
                InFlight sent = answersAtOnce.send(call, whenEnded);
                LockSupport.parkNanos(1);
                return sent;
            }

            @Override
            public void close() {}
        };
        List<RequestSample> samples = new ArrayList<>();
        LoadPlan plan = plan(limited(1, 5, stage(1, 20_000)), 60_000);
        LoadEngine engine = new LoadEngine(
                plan, usesUpWakeUps, () -> VirtualRun.REQUEST, samples::add, new StallLog(Ticker.system()));
        engine.start();

        assertThat(engine.await().elapsed()).isLessThan(Duration.ofSeconds(20));
        assertThat(samples).hasSize(5);
    }

    private static Load limited(int users, long requests, Stage... stages) {
        return new Load(
                LoadModel.VIRTUAL_USERS,
                users,
                List.of(stages),
                Duration.ZERO,
                Duration.ZERO,
                Pace.NONE,
                new Limits(OptionalLong.of(requests), OptionalLong.empty()),
                1,
                1);
    }

    @Test
    void theFactsOfAnEngineThatBrokeSayWhy() throws Exception {
        RuntimeException flaw = new IllegalArgumentException("no such prompt");
        LoadEngine engine = breaking(new ArrayList<>(), () -> {
            throw flaw;
        });

        assertThat(engine.await().cutShort()).hasValue("the load engine failed: " + flaw);
        assertThat(engine.failure()).hasValue(flaw);
    }

    @Test
    void anErrorOfTheMachineBreaksTheEngineToo() throws Exception {
        Error flaw = new OutOfMemoryError("Java heap space");
        LoadEngine engine = breaking(new ArrayList<>(), () -> {
            throw flaw;
        });

        engine.await();
        assertThat(engine.failure()).hasValue(flaw);
    }

    @Test
    void whatABrokenEngineHadSentHasItsRowsNonetheless() throws Exception {
        List<RequestSample> samples = new ArrayList<>();
        AtomicInteger sent = new AtomicInteger();
        LoadEngine engine = breaking(samples, () -> {
            if (sent.incrementAndGet() == 3) {
                throw new IllegalStateException("no third prompt");
            }
            return VirtualRun.REQUEST;
        });

        engine.await();
        assertThat(samples).hasSize(2).allMatch(sample -> sample.outcome() == Outcome.INTERRUPTED);
        assertThat(samples.get(0).error()).contains("the load engine failed");
    }

    private static LoadEngine breaking(List<RequestSample> samples, Supplier<PreparedRequest> requests) {
        Transport transport = new FakeTransport(call -> NEVER, true);
        LoadEngine engine = new LoadEngine(
                plan(3, stage(3, 60_000)), transport, requests, samples::add, new StallLog(Ticker.system()));
        engine.start();
        return engine;
    }
}
