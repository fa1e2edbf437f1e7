package dev.llmbench.plan;

import java.util.Optional;

/**
 * What may end a load before its stages do.
 *
 * <pre>{@code
 * boolean mayAbort = result.plan().early().abort().isPresent();
 * }</pre>
 *
 * @param abort whether a surely broken budget does
 * @param breakpoint whether the load is there to break a budget, and how
 */
public record EarlyEnd(Optional<AbortRule> abort, Optional<BreakpointHunt> breakpoint) {

    /** Nothing: the stages are carried out. */
    public static final EarlyEnd NONE = new EarlyEnd(Optional.empty(), Optional.empty());

    public EarlyEnd {
        if (abort.isPresent() && breakpoint.isPresent()) {
            throw ConfigurationException.saying(
                    "abortOnBreach ends a run whose budgets break, and a breakpoint run is there"
                            + " to break them. Leave one of them out.");
        }
    }
}
