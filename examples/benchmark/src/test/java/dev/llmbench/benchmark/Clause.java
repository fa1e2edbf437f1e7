package dev.llmbench.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * One sentence of a bar, and what came of it.
 *
 * @param sentence what is to be
 * @param otherwise how many cases are otherwise
 * @param of how many cases there are
 * @param allowed how many may be otherwise
 */
record Clause(String sentence, long otherwise, long of, long allowed) {

    /** A sentence that has to hold in every case. */
    static <T> Clause always(String sentence, List<T> cases, Predicate<T> holds) {
        return new Clause(sentence, cases.stream().filter(holds.negate()).count(), cases.size(), 0);
    }

    Clause allowing(long exceptions) {
        return new Clause(sentence, otherwise, of, exceptions);
    }

    /** Whether it holds; not where there was no case to show it. */
    boolean isHeld() {
        return of > 0 && otherwise <= allowed;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-8s  %s (otherwise: %d of %d, allowed %d)",
                isHeld() ? "held" : "NOT HELD",
                sentence,
                otherwise,
                of,
                allowed);
    }
}
