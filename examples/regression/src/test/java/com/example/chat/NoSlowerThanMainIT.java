package com.example.chat;

import static dev.llmbench.metric.Metric.TTFT;
import static dev.llmbench.plan.LoadModel.ARRIVAL_RATE;
import static dev.llmbench.sample.Arm.BASELINE;
import static java.time.Duration.ofMillis;

import dev.llmbench.junit.Budget;
import dev.llmbench.junit.LlmEndpoint;
import dev.llmbench.junit.LlmLoadTest;
import dev.llmbench.junit.SimulatorExtension;
import dev.llmbench.junit.Stage;
import dev.llmbench.simulator.Delay;
import dev.llmbench.simulator.Simulator;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Fails if the service is slower than its main build under the same load in the same run. {@code -Dllm.url} and {@code
 * -Dbase.url} name both; without them, two embedded simulators take their place, and {@code -Dttft.ms=150} makes that of
 * the service slower.
 */
class NoSlowerThanMainIT {
    private static final int USUAL_TTFT_MILLIS = 80;

    @RegisterExtension
    static final SimulatorExtension service = simulator(Integer.getInteger("ttft.ms", USUAL_TTFT_MILLIS));

    @RegisterExtension
    static final SimulatorExtension mainBuild = simulator(USUAL_TTFT_MILLIS);

    @LlmEndpoint
    final Supplier<String> endpoint = () -> System.getProperty("llm.url", service.url());

    @LlmEndpoint(BASELINE)
    final Supplier<String> baseline = () -> System.getProperty("base.url", mainBuild.url());

    private static SimulatorExtension simulator(int ttftMillis) {
        return SimulatorExtension.of(Simulator.builder()
                .ttft(Delay.logNormal(ofMillis(ttftMillis), ofMillis(2L * ttftMillis)))
                .tpot(ofMillis(2))
                .outputTokens(20));
    }

    @LlmLoadTest(
            dataset = "datasets/llama4/prompts_chat_50_100.jsonl",
            load = ARRIVAL_RATE,
            startRate = 20,
            stages = @Stage(target = 20, duration = "15s"),
            warmUp = "2s",
            gracefulStop = "5s",
            budgets = {
                @Budget(metric = TTFT, statistic = "p50", noWorseThan = "20%"),
                @Budget(metric = TTFT, statistic = "p95", noWorseThan = "20%")
            })
    void isNoSlowerThanMain() {}
}
