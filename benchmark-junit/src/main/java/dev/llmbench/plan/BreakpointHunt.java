package dev.llmbench.plan;

/**
 * How the level at which a budget breaks is looked for.
 *
 * <pre>{@code
 * result.plan().early().breakpoint().ifPresent(hunt -> System.out.println(hunt));
 * }</pre>
 */
public sealed interface BreakpointHunt permits RisingLoad, RateSearch {

    /** The hunt in words, such as {@code until a budget breaks for 10s}. */
    String inWords();
}
