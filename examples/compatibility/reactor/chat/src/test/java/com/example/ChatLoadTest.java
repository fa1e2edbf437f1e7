package com.example;

import static java.time.Duration.ofMillis;

import dev.llmbench.junit.LlmEndpoint;
import dev.llmbench.junit.LlmLoadTest;
import dev.llmbench.junit.SimulatorExtension;
import dev.llmbench.junit.Stage;
import dev.llmbench.simulator.Simulator;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.RegisterExtension;

class ChatLoadTest {

    @RegisterExtension
    static final SimulatorExtension model =
            SimulatorExtension.of(Simulator.builder().ttft(ofMillis(20)).tpot(ofMillis(1)).outputTokens(5));

    @LlmEndpoint
    final Supplier<String> endpoint = model::url;

    @LlmLoadTest(
            dataset = "datasets/llama4/prompts_chat_50_100.jsonl",
            stages = @Stage(target = 2, duration = "8s"))
    void staysFast() {}
}
