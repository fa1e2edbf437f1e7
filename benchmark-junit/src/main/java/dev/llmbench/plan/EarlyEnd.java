package dev.llmbench.plan;

import java.util.Optional;

/**
 * What may end a load before its stages do.
 *
 * <pre>{@code
 * boolean mayAbort = result.plan().early().abort().isPresent();
 * }</pre>
 *
 * @param abort the rule by which a broken budget ends the load
 * @param breakpoint how the load searches for the level at which a budget breaks
 */
public record EarlyEnd(Optional<AbortRule> abort, Optional<BreakpointHunt> breakpoint) {

    /** Nothing ends the load before its stages do. */
    public static final EarlyEnd NONE = new EarlyEnd(Optional.empty(), Optional.empty());

    public EarlyEnd {
        if (abort.isPresent() && breakpoint.isPresent()) {
            throw ConfigurationException.saying(
                    "abortOnBreach ends a run whose budgets break, but a breakpoint run is meant to break"
                            + " them. Leave one of them out.");
        }
    }
}
