package dev.llmbench.plan;

import java.time.Duration;

/**
 * A load whose stages raise it until a budget stays broken for a sustained time, which ends it.
 *
 * <p>Each stage is divided into equal windows of at most a third of that time. A budget breaks if it exceeds its limit in
 * three successive windows that each have enough requests to judge, excluding those near a stall of the load generator; a
 * single slow moment affects only one or two windows. The load also breaks if an arrival is dropped because too many
 * requests are in flight.
 *
 * <pre>{@code
 * RisingLoad rising = new RisingLoad(ofSeconds(10));
 * }</pre>
 *
 * @param sustained how long a budget must exceed its limit; at least 3 s
 */
public record RisingLoad(Duration sustained) implements BreakpointHunt {

    /** The default {@link #sustained}. */
    public static final Duration DEFAULT_SUSTAINED = Duration.ofSeconds(10);

    /** The number of successive windows in a sustained time. */
    public static final int WINDOWS = 3;

    public RisingLoad {
        if (sustained.compareTo(Duration.ofSeconds(WINDOWS)) < 0) {
            throw ConfigurationException.of(
                    "sustained",
                    Durations.format(sustained),
                    "a budget that is broken for less than 3s may be broken by chance",
                    "Write for example \"10s\"");
        }
    }

    /** Returns the maximum length of a window. */
    public Duration window() {
        return sustained.dividedBy(WINDOWS);
    }

    @Override
    public String inWords() {
        return "until a budget breaks for " + Durations.format(sustained);
    }
}
