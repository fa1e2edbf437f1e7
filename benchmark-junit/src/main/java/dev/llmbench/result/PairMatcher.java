package dev.llmbench.result;

import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.PairPart;
import dev.llmbench.sample.PairPart.Role;
import dev.llmbench.sample.Phase;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.SampleSink;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Matches the requests of each pair. Needs memory in proportion to the number of open pairs. Ignores a pair if one of
 * its requests was scheduled in the warm-up, or if none of its measured requests was sent.
 */
final class PairMatcher implements SampleSink {
    private final int difference;
    private final Consumer<LengthPair> pairs;
    private final Map<Long, Open> open = new TreeMap<>();

    /** A pair that waits for one of its requests to end. */
    private static final class Open {
        private boolean prepared = true;

        @Nullable
        RequestSample first;

        @Nullable
        RequestSample second;
    }

    PairMatcher(int difference, Consumer<LengthPair> pairs) {
        this.difference = difference;
        this.pairs = pairs;
    }

    @Override
    public void accept(RequestSample sample) {
        PairPart part = sample.pair();
        if (part == null) {
            return;
        }
        Open pair = open.computeIfAbsent(part.pair(), number -> new Open());
        if (part.role() == Role.UNMEASURED) {
            pair.prepared = sample.outcome() == Outcome.OK;
        } else if (pair.first == null) {
            pair.first = sample;
        } else {
            pair.second = sample;
            open.remove(part.pair());
            tell(part.pair(), pair);
        }
    }

    /** Reports the pairs that have only one measured request. Must be called after the last sample. */
    void finish() {
        open.forEach(this::tell);
        open.clear();
    }

    private void tell(long number, Open pair) {
        RequestSample first = pair.first;
        RequestSample second = pair.second;
        if (first == null || isOfWarmUp(first) || (second != null && isOfWarmUp(second))) {
            return;
        }
        pairs.accept(new LengthPair(
                number,
                first.promptId(),
                first.stage(),
                difference,
                pair.prepared,
                half(Role.SHORTER, first, second),
                half(Role.LONGER, first, second)));
    }

    private static boolean isOfWarmUp(RequestSample sample) {
        return sample.phase() == Phase.WARMUP;
    }

    private static Optional<LengthPair.Half> half(Role role, RequestSample first, @Nullable RequestSample second) {
        return half(role, first).or(() -> second == null ? Optional.empty() : half(role, second));
    }

    private static Optional<LengthPair.Half> half(Role role, RequestSample sample) {
        PairPart part = sample.pair();
        return part != null && part.role() == role
                ? Optional.of(LengthPair.Half.of(sample, part.asked()))
                : Optional.empty();
    }
}
