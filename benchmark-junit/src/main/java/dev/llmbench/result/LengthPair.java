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
 * @param number the pair, counted from 1 in the order in which pairs begin
 * @param promptId the prompt's id in the dataset
 * @param stage the stage in which the first of the two was scheduled, counted from 1
 * @param difference how many tokens more the longer one asks for
 * @param prepared whether the unmeasured request before them ended ok, or there was to be none
 * @param shorter the request for M tokens; empty where it was not sent
 * @param longer the request for more; empty where it was not sent
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
            throw new IllegalArgumentException("A pair has a request at least");
        }
    }

    /**
     * One of the two requests.
     *
     * @param asked how many output tokens it asked for
     * @param tokens how many it got, {@link dev.llmbench.sample.Tokens#UNKNOWN} where nobody counted
     * @param source where {@code tokens} comes from, null where it is unknown
     * @param scheduled when it was to start, in microseconds of the run
     * @param e2e from the first byte sent to the end of the response in microseconds, {@link
     *     dev.llmbench.sample.Moments#ABSENT} where there is none
     * @param late how much of that may be the load generator's own
     * @param outcome how it ended
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

        /** An event may hold several tokens, so that its count tells the tokens only if it equals the number asked for. */
        private boolean isCounted() {
            return source != null && (source != TokenSource.CHUNKS || hasLength());
        }
    }

    /** How many tokens the shorter request asks for. */
    public int asked() {
        return shorter.isPresent()
                ? shorter.get().asked()
                : longer.orElseThrow().asked() - difference;
    }

    /** Whether the shorter request was sent before the longer one. */
    public boolean shorterFirst() {
        long scheduled = shorter.map(Half::scheduled).orElse(Long.MAX_VALUE);
        return longer.map(Half::scheduled).orElse(Long.MAX_VALUE) > scheduled;
    }

    /** Why the pair does not count; empty where it does. */
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

    /** How much longer the longer request took, in microseconds; empty where the pair does not count. */
    public OptionalLong differenceMicros() {
        return leftOut().isPresent()
                ? OptionalLong.empty()
                : OptionalLong.of(
                        longer.orElseThrow().e2e() - shorter.orElseThrow().e2e());
    }
}
