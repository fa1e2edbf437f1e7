package dev.llmbench.plan;

/**
 * How a run searches for the level at which a budget breaks.
 *
 * <pre>{@code
 * result.plan().early().breakpoint().ifPresent(hunt -> System.out.println(hunt));
 * }</pre>
 */
public sealed interface BreakpointHunt permits RisingLoad, RateSearch {

    /** Describes the hunt, such as {@code until a budget breaks for 10s}. */
    String inWords();
}
