package com.example

import dev.llmbench.assertj.LlmAssertions.assertThat
import dev.llmbench.junit.Budget
import dev.llmbench.junit.LlmLoadTest
import dev.llmbench.junit.SimulatorExtension
import dev.llmbench.junit.Stage
import dev.llmbench.metric.Metric.TTFT
import dev.llmbench.result.LoadResult
import dev.llmbench.simulator.Simulator
import java.time.Duration.ofMillis
import org.junit.jupiter.api.Nested
import org.junit.jupiter.api.extension.RegisterExtension

abstract class Chat {

    companion object {
        @JvmField
        @RegisterExtension
        val model: SimulatorExtension =
            SimulatorExtension.of(Simulator.builder().ttft(ofMillis(20)).tpot(ofMillis(1)).outputTokens(5))
    }

    fun endpoint() = model.url()

    @LlmLoadTest(
        endpointMethod = "endpoint",
        dataset = "datasets/llama4/prompts_chat_50_100.jsonl",
        stages = [Stage(target = 2.0, duration = "1s")],
        budgets = [Budget(metric = TTFT, statistic = "p50", atMost = "200ms")],
    )
    fun `the first token comes soon, größer als nötig`(result: LoadResult) {
        assertThat(result).ttft().p50().isLessThan(ofMillis(200))
    }

    @Nested
    inner class Streaming {
        @LlmLoadTest(
            endpointMethod = "endpoint",
            dataset = "datasets/llama4/prompts_chat_50_100.jsonl",
            stages = [Stage(target = 2.0, duration = "1s")],
        )
        fun load() {}
    }
}

class WarmChatTest : Chat()

class ColdChatTest : Chat()
