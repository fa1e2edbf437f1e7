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
 * Puts the requests of each pair together, in as much memory as there are pairs under way. A pair of which a request was
 * scheduled in the warm-up, and one of which no measured request was sent, is none.
 */
final class PairMatcher implements SampleSink {
    private final int difference;
    private final Consumer<LengthPair> pairs;
    private final Map<Long, Open> open = new TreeMap<>();

    /** What has come of a pair. */
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

    /** Tells of the pairs that have come to one measured request only: there is no more to come. */
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
