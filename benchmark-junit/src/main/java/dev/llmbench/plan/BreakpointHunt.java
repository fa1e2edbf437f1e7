package dev.llmbench.plan;

/** How the level at which a budget breaks is looked for. */
public sealed interface BreakpointHunt permits RisingLoad, RateSearch {

    /** The hunt in words, such as {@code until a budget breaks for 10s}. */
    String inWords();
}
