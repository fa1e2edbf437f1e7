package dev.llmbench.result;

import static java.time.Duration.ofMillis;

import dev.llmbench.sample.PairPart;
import dev.llmbench.sample.PairPart.Role;
import dev.llmbench.sample.RequestSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Pairs of requests for 100 and 110 tokens, for tests. */
public final class Pairs {
    private Pairs() {}

    /** So many pairs, whose differences are 48 ms and 52 ms by turns: a TPOT of 5 ms. */
    public static List<RequestSample> around5Millis(int number) {
        return around5Millis(number, Duration.ZERO, Duration.ZERO);
    }

    /** The same, of which the shorter and the longer requests may have ended so much earlier. */
    public static List<RequestSample> around5Millis(int number, Duration shorterLate, Duration longerLate) {
        List<RequestSample> samples = new ArrayList<>();
        for (int pair = 1; pair <= number; pair++) {
            samples.add(half(new PairPart(pair, Role.SHORTER, 100), 600, shorterLate));
            samples.add(half(new PairPart(pair, Role.LONGER, 110), pair % 2 == 0 ? 652 : 648, longerLate));
        }
        return samples;
    }

    private static RequestSample half(PairPart part, int e2eMillis, Duration late) {
        return Samples.ok()
                .e2e(ofMillis(e2eMillis))
                .tokens(50, part.asked(), 0)
                .receivedLate(late)
                .sample()
                .in(part);
    }
}
