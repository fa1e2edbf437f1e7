package dev.llmbench.micrometer;

import dev.llmbench.plan.LoadPlan;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.Phase;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.SampleSink;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tags;
import java.io.Closeable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The meters of one run: counters of requests by outcome and of output tokens, timers of the requests that ended ok, and
 * gauges of what is in flight and of the load that is wanted. Requests of the warm-up are in no counter and no timer. Fed
 * and closed by one thread; registries may read at any time.
 */
public final class RunMeters implements SampleSink, Closeable {
    private final MeterRegistry registry;
    private final String test;
    private final Map<Integer, StageTimers> timers = new HashMap<>();
    private final Map<Integer, Counter> tokens = new HashMap<>();
    private final Map<Tags, Counter> requests = new HashMap<>();
    private final List<Meter> gauges;
    private volatile double level;
    private volatile int inFlight;

    private RunMeters(MeterRegistry registry, LoadPlan plan) {
        this.registry = registry;
        this.test = plan.test();
        String wanted = plan.load().model().isOpen() ? "llmbench.rate" : "llmbench.users";
        this.gauges = List.of(
                Gauge.builder("llmbench.in.flight", this, meters -> meters.inFlight)
                        .description("Requests that wait for the end of their response")
                        .tags("test", test)
                        .strongReference(true)
                        .register(registry),
                Gauge.builder(wanted, this, meters -> meters.level)
                        .description("The load that the plan wants: virtual users, or requests a second")
                        .tags("test", test)
                        .strongReference(true)
                        .register(registry));
    }

    /** The meters of a run in the registry. */
    public static RunMeters in(MeterRegistry registry, LoadPlan plan) {
        return new RunMeters(registry, plan);
    }

    /** The meters of a run in the registry that all of a JVM share. */
    public static RunMeters inGlobalRegistry(LoadPlan plan) {
        return new RunMeters(Metrics.globalRegistry, plan);
    }

    @Override
    public void accept(RequestSample sample) {
        if (sample.phase() == Phase.WARMUP) {
            return;
        }
        Tags stage = Tags.of("test", test, "stage", String.valueOf(sample.stage()));
        requests.computeIfAbsent(stage.and("outcome", sample.outcome().word()), this::requests)
                .increment();
        if (sample.outcome() == Outcome.OK) {
            timers.computeIfAbsent(sample.stage(), number -> StageTimers.in(registry, stage))
                    .record(sample);
            tokens.computeIfAbsent(sample.stage(), number -> tokens(stage))
                    .increment(Math.max(0, sample.tokens().output()));
        }
    }

    private Counter requests(Tags tags) {
        return Counter.builder("llmbench.requests")
                .description("Requests that ended")
                .tags(tags)
                .register(registry);
    }

    private Counter tokens(Tags tags) {
        return Counter.builder("llmbench.output.tokens")
                .description("Output tokens of requests that ended ok")
                .tags(tags)
                .register(registry);
    }

    /**
     * Where the run stands.
     *
     * @param wanted virtual users that are active, or requests a second that are to start
     * @param waiting requests that wait for the end of their response
     */
    public void tick(double wanted, int waiting) {
        level = wanted;
        inFlight = waiting;
    }

    /** Removes the gauges, which mean nothing once the run is over; counters and timers stay to be read. */
    @Override
    public void close() {
        gauges.forEach(registry::remove);
    }
}
