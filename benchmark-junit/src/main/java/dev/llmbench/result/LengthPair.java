package dev.llmbench.result;

import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.TokenSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The two measured requests of a prompt: one asks for M tokens, the other for a few more.
 *
 * <pre>{@code
 * static Optional<ExclusionReason> leftOut(LengthPair pair) {
 *     return pair.leftOut();
 * }
 * }</pre>
 *
 * @param number the number of the pair, counted from 1 in the order in which pairs begin
 * @param promptId the prompt's id in the dataset
 * @param stage the stage in which the first of the two was scheduled, counted from 1
 * @param difference how many more tokens the longer one asks for
 * @param prepared whether the unmeasured request before them ended ok or none was planned
 * @param shorter the request for M tokens; empty if it was not sent
 * @param longer the request for more tokens; empty if it was not sent
 */
public record LengthPair(
        long number,
        String promptId,
        int stage,
        int difference,
        boolean prepared,
        Optional<Half> shorter,
        Optional<Half> longer) {

    public LengthPair {
        if (shorter.isEmpty() && longer.isEmpty()) {
            throw new IllegalArgumentException("A pair needs at least one request");
        }
    }

    /**
     * One of the two requests.
     *
     * @param asked how many output tokens it asked for
     * @param tokens how many it received, {@link dev.llmbench.sample.Tokens#UNKNOWN} if they were not counted
     * @param source the source of {@code tokens}; null if unknown
     * @param scheduled its planned start, in microseconds since the start of the run
     * @param e2e the time from the first byte sent to the end of the response, in microseconds;
     *     {@link dev.llmbench.sample.Moments#ABSENT} if there is none
     * @param late how much of that time the load generator itself may have added
     * @param outcome the outcome of the request
     */
    public record Half(
            int asked, int tokens, @Nullable TokenSource source, long scheduled, long e2e, long late, Outcome outcome) {

        static Half of(RequestSample sample, int asked) {
            return new Half(
                    asked,
                    sample.tokens().output(),
                    sample.tokens().source(),
                    sample.at().scheduled(),
                    sample.e2e(),
                    sample.at().delays().end(),
                    sample.outcome());
        }

        private boolean hasLength() {
            return tokens == asked;
        }

        /** An event may contain several tokens, so the number of events is a count of tokens only if it equals the requested number. */
        private boolean isCounted() {
            return source != null && (source != TokenSource.CHUNKS || hasLength());
        }
    }

    /** Returns the number of tokens that the shorter request asks for. */
    public int asked() {
        return shorter.isPresent()
                ? shorter.get().asked()
                : longer.orElseThrow().asked() - difference;
    }

    /** Returns whether the shorter request was sent before the longer one. */
    public boolean shorterFirst() {
        long scheduled = shorter.map(Half::scheduled).orElse(Long.MAX_VALUE);
        return longer.map(Half::scheduled).orElse(Long.MAX_VALUE) > scheduled;
    }

    /** Returns why the pair does not count; empty if it does. */
    public Optional<ExclusionReason> leftOut() {
        if (shorter.isEmpty() || longer.isEmpty() || any(half -> half.outcome() == Outcome.INTERRUPTED)) {
            return Optional.of(ExclusionReason.UNFINISHED);
        }
        if (any(half -> half.outcome() != Outcome.OK)) {
            return Optional.of(ExclusionReason.FAILED);
        }
        if (!prepared) {
            return Optional.of(ExclusionReason.UNPREPARED);
        }
        if (any(half -> !half.isCounted())) {
            return Optional.of(ExclusionReason.UNCOUNTED);
        }
        return any(half -> !half.hasLength()) ? Optional.of(ExclusionReason.LENGTH) : Optional.empty();
    }

    private boolean any(Predicate<Half> rule) {
        return Stream.of(shorter, longer).flatMap(Optional::stream).anyMatch(rule);
    }

    /** Returns how much longer the longer request took, in microseconds; empty if the pair does not count. */
    public OptionalLong differenceMicros() {
        return leftOut().isPresent()
                ? OptionalLong.empty()
                : OptionalLong.of(
                        longer.orElseThrow().e2e() - shorter.orElseThrow().e2e());
    }
}
