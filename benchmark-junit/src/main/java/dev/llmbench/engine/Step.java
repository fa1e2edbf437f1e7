package dev.llmbench.engine;

import dev.llmbench.metric.PairPart;
import dev.llmbench.metric.PairPart.Role;
import dev.llmbench.openai.PreparedRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request, and what is to follow it back to back.
 *
 * @param request what to send
 * @param pair which request of a pair it is, null where it belongs to none
 * @param then what follows its answer, null where nothing does
 */
record Step(
        PreparedRequest request,
        @Nullable PairPart pair,
        @Nullable Step then) {

    boolean isUnmeasured() {
        return pair != null && pair.role() == Role.UNMEASURED;
    }
}
