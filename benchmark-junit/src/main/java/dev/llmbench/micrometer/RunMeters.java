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
 * The meters of one run: counters of requests by outcome and of output tokens, timers of requests that ended ok, and
 * gauges of the requests in flight and of the planned load. Requests of the warm-up are in no counter and no timer. Updated
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
                        .description("Requests whose response is not complete")
                        .tags("test", test)
                        .strongReference(true)
                        .register(registry),
                Gauge.builder(wanted, this, meters -> meters.level)
                        .description("The planned load: virtual users, or requests per second")
                        .tags("test", test)
                        .strongReference(true)
                        .register(registry));
    }

    /** Creates the meters of a run in the given registry. */
    public static RunMeters in(MeterRegistry registry, LoadPlan plan) {
        return new RunMeters(registry, plan);
    }

    /** Creates the meters of a run in the registry that the whole JVM shares. */
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
     * Updates the gauges.
     *
     * @param wanted the active virtual users, or the requests per second that are due
     * @param waiting the requests whose response is not complete
     */
    public void tick(double wanted, int waiting) {
        level = wanted;
        inFlight = waiting;
    }

    /** Removes the gauges, which are meaningless once the run is over; counters and timers stay readable. */
    @Override
    public void close() {
        gauges.forEach(registry::remove);
    }
}
