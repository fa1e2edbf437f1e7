package dev.llmbench.micrometer;

import dev.llmbench.metric.Metric;
import dev.llmbench.sample.RequestSample;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The timers of a stage. They publish histograms if the registry supports them, so that percentiles can be aggregated over several processes. */
final class StageTimers {
    private static final List<Metric> LATENCIES =
            List.of(Metric.TTFT, Metric.TTFT_FROM_SCHEDULE, Metric.TPOT, Metric.E2E, Metric.E2E_FROM_SCHEDULE);
    private static final Duration LEAST = Duration.ofNanos(500_000);
    private static final Duration GREATEST = Duration.ofMinutes(2);

    private final Map<Metric, Timer> timers;

    private StageTimers(Map<Metric, Timer> timers) {
        this.timers = timers;
    }

    static StageTimers in(MeterRegistry registry, Tags stage) {
        Map<Metric, Timer> timers = new EnumMap<>(Metric.class);
        for (Metric latency : LATENCIES) {
            Timer timer = Timer.builder("llmbench." + latency.key().replace('_', '.'))
                    .description(latency.label() + " of requests that ended ok")
                    .tags(stage)
                    .publishPercentileHistogram()
                    .minimumExpectedValue(LEAST)
                    .maximumExpectedValue(GREATEST)
                    .register(registry);
            timers.put(latency, timer);
        }
        return new StageTimers(timers);
    }

    void record(RequestSample sample) {
        timers.forEach((latency, timer) -> {
            long micros = latency.of(sample);
            if (micros >= 0) {
                timer.record(micros, TimeUnit.MICROSECONDS);
            }
        });
    }
}
