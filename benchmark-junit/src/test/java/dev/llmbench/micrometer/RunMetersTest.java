package dev.llmbench.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Plans;
import dev.llmbench.sample.Moments;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.Phase;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.TokenSource;
import dev.llmbench.sample.Tokens;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunMetersTest {
    private final LoadPlan plan = Plans.plan();
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final RunMeters meters = RunMeters.in(registry, plan);

    @Test
    void latenciesOfRequestsThatEndedOkAreTimers() {
        meters.accept(sample(1, Phase.MEASURED, Outcome.OK));

        assertThat(timer("llmbench.ttft").count()).isEqualTo(1);
        assertThat(timer("llmbench.ttft").totalTime(TimeUnit.MICROSECONDS)).isEqualTo(50_000);
        assertThat(timer("llmbench.tpot").totalTime(TimeUnit.MICROSECONDS)).isEqualTo(10_000);
        assertThat(timer("llmbench.e2e").totalTime(TimeUnit.MICROSECONDS)).isEqualTo(151_000);
        assertThat(timer("llmbench.ttft.from.schedule").totalTime(TimeUnit.MICROSECONDS))
                .isEqualTo(50_100);
        assertThat(registry.get("llmbench.output.tokens")
                        .tag("stage", "1")
                        .counter()
                        .count())
                .isEqualTo(11);
    }

    @Test
    void requestsAreCountedByStageAndOutcome() {
        meters.accept(sample(1, Phase.MEASURED, Outcome.OK));
        meters.accept(sample(2, Phase.MEASURED, Outcome.OK));
        meters.accept(sample(2, Phase.MEASURED, Outcome.HTTP_5XX));
        meters.accept(sample(2, Phase.MEASURED, Outcome.HTTP_5XX));

        assertThat(requests("1", "ok")).isEqualTo(1);
        assertThat(requests("2", "ok")).isEqualTo(1);
        assertThat(requests("2", "http_5xx")).isEqualTo(2);
    }

    @Test
    void anErrorIsNoLatency() {
        meters.accept(sample(1, Phase.MEASURED, Outcome.HTTP_5XX));

        assertThat(registry.find("llmbench.ttft").timer()).isNull();
    }

    @Test
    void theWarmUpIsInNothing() {
        meters.accept(sample(1, Phase.WARMUP, Outcome.OK));

        assertThat(registry.find("llmbench.requests").counter()).isNull();
        assertThat(registry.find("llmbench.ttft").timer()).isNull();
    }

    @Test
    void gaugesSayWhereTheRunStandsUntilItEnds() {
        meters.tick(10, 7);

        assertThat(registry.get("llmbench.in.flight")
                        .tag("test", plan.test())
                        .gauge()
                        .value())
                .isEqualTo(7);
        assertThat(registry.get("llmbench.users")
                        .tag("test", plan.test())
                        .gauge()
                        .value())
                .isEqualTo(10);

        meters.close();
        assertThat(registry.find("llmbench.in.flight").gauge()).isNull();
        assertThat(registry.find("llmbench.users").gauge()).isNull();
    }

    @Test
    void theGlobalRegistryHandsTheFiguresOn() {
        Metrics.addRegistry(registry);
        try (RunMeters global = RunMeters.inGlobalRegistry(plan)) {
            global.accept(sample(1, Phase.MEASURED, Outcome.OK));
            assertThat(requests("1", "ok")).isEqualTo(1);
        } finally {
            Metrics.removeRegistry(registry);
            Metrics.globalRegistry.clear();
        }
    }

    private Timer timer(String name) {
        return registry.get(name).tags("test", plan.test(), "stage", "1").timer();
    }

    private double requests(String stage, String outcome) {
        return registry.get("llmbench.requests")
                .tags("test", plan.test(), "stage", stage, "outcome", outcome)
                .counter()
                .count();
    }

    private RequestSample sample(int stage, Phase phase, Outcome outcome) {
        return RequestSample.builder(Moments.scheduledAt(0)
                        .dispatched(50)
                        .sent(100)
                        .headers(20_000)
                        .firstEvent(30_000)
                        .firstContent(50_100)
                        .lastToken(150_100)
                        .end(151_100)
                        .build())
                .id("id")
                .test(plan.test())
                .stage(stage)
                .phase(phase)
                .promptId("p1")
                .tokens(new Tokens(5, 0, 11, 0, TokenSource.USAGE, 11))
                .status(200)
                .outcome(outcome, null)
                .build();
    }
}
