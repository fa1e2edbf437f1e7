package dev.llmbench.junit;

import dev.llmbench.metric.Metric;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A team's own annotation: one user for a tenth of a second. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@LlmLoadTest(
        endpoint = "${llm.url}/v1/chat/completions",
        dataset = "classpath:junit/chat.jsonl",
        stages = @Stage(target = 1, duration = "100ms"),
        thinkTime = "20ms",
        budgets = @Budget(metric = Metric.ERROR_RATE, atMost = "100%"),
        acceptInvalid = true)
@interface QuickLoad {}
