package dev.llmbench.result;

import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.LatencyCollector;
import dev.llmbench.metric.LatencyHistogram;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The samples of one latency with the bounds of each. Samples that the generator did not delay, nearly all of them, are
 * stored once; the others are stored as value, lower bound and upper bound.
 */
final class BoundedLatencies {
    private final Supplier<LatencyCollector> collectors;
    private final LatencyCollector exact;
    private @Nullable Delayed delayed;

    /** The samples that were delayed. */
    private record Delayed(LatencyCollector values, LatencyCollector least, LatencyCollector most) {}

    BoundedLatencies(Supplier<LatencyCollector> collectors) {
        this.collectors = collectors;
        this.exact = collectors.get();
    }

    private BoundedLatencies(LatencyCollector exact, @Nullable Delayed delayed) {
        this.collectors = LatencyHistogram::new;
        this.exact = exact;
        this.delayed = delayed;
    }

    /** Restores saved samples. No more can be added. */
    static BoundedLatencies of(KeptLatencies kept) {
        LatencyCollector values = kept.values().isPresent() ? kept.values().get() : new LatencyHistogram();
        return kept.bounds()
                .map(bounds -> new BoundedLatencies(
                        new LatencyHistogram(), new Delayed(values, bounds.least(), bounds.most())))
                .orElseGet(() -> new BoundedLatencies(values, null));
    }

    void record(long value, long least, long most) {
        if (least == value && most == value) {
            exact.record(value);
            return;
        }
        Delayed known = delayed;
        if (known == null) {
            known = new Delayed(collectors.get(), collectors.get(), collectors.get());
            delayed = known;
        }
        known.values.record(value);
        known.least.record(least);
        known.most.record(most);
    }

    void compact() {
        exact.compact();
        Delayed known = delayed;
        if (known != null) {
            known.values.compact();
            known.least.compact();
            known.most.compact();
        }
    }

    /** Merges the values of parts of the same latency. */
    static Distribution values(Collection<BoundedLatencies> parts) {
        return sum(parts, Delayed::values);
    }

    /** Merges the lower bounds of the samples. */
    static Distribution least(Collection<BoundedLatencies> parts) {
        return sum(parts, Delayed::least);
    }

    /** Merges the upper bounds of the samples. */
    static Distribution most(Collection<BoundedLatencies> parts) {
        return sum(parts, Delayed::most);
    }

    static boolean anyDelayed(Collection<BoundedLatencies> parts) {
        return parts.stream().anyMatch(part -> part.delayed != null);
    }

    private static Distribution sum(
            Collection<BoundedLatencies> parts, Function<Delayed, LatencyCollector> whichOfThree) {
        if (parts.isEmpty()) {
            return Distribution.EMPTY;
        }
        LatencyHistogram sum = new LatencyHistogram();
        for (BoundedLatencies part : parts) {
            part.exact.addTo(sum);
            Delayed known = part.delayed;
            if (known != null) {
                whichOfThree.apply(known).addTo(sum);
            }
        }
        return sum.finished();
    }
}
