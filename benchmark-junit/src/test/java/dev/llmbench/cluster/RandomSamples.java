package dev.llmbench.cluster;

import dev.llmbench.sample.Arm;
import dev.llmbench.sample.ChunkGaps;
import dev.llmbench.sample.ConversationEnd;
import dev.llmbench.sample.Delays;
import dev.llmbench.sample.Moments;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.PairPart;
import dev.llmbench.sample.Phase;
import dev.llmbench.sample.ReadingNote;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.RoundPart;
import dev.llmbench.sample.TokenSource;
import dev.llmbench.sample.Tokens;
import dev.llmbench.sample.TurnPart;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Samples with random values in all fields, often extreme ones. */
final class RandomSamples {
    static final int WORKER = 3;

    static final String TEST = "ChatLatencyIT.chatStaysFast";

    private static final long[] LONGS = {0, 1, -1, 127, 128, -64, -65, Long.MAX_VALUE, Long.MIN_VALUE};
    private static final int[] INTS = {0, 1, -1, 63, 64, Integer.MAX_VALUE, Integer.MIN_VALUE};
    private static final String[] TEXTS = {"", "stop", "naïve – 東京 🚄", "half a pair: \ud83d", "\udc00\0\n\uffff"};
    private static final String LONG_TEXT = "é".repeat(5_000);

    private final Random random;

    RandomSamples(long seed) {
        random = new Random(seed);
    }

    Stream<RequestSample> stream() {
        return Stream.generate(this::next);
    }

    RequestSample next() {
        return new RequestSample(
                random.nextInt(8) == 0 ? text() : "b3f0a1c2-77de-" + random.nextInt(100),
                TEST,
                oneOf(Arm.values()),
                anInt(),
                oneOf(Phase.values()),
                anInt(),
                text(),
                moments(),
                tokens(),
                gaps(),
                aLong(),
                anInt(),
                oneOf(Outcome.values()),
                random.nextBoolean() ? null : text(),
                random.nextBoolean() ? null : text(),
                part(),
                Stream.generate(this::note).limit(random.nextInt(3)).toList(),
                WORKER);
    }

    private Moments moments() {
        long scheduled = natural();
        return new Moments(
                scheduled,
                aLong(),
                aLong(),
                aLong(),
                aLong(),
                aLong(),
                aLong(),
                aLong(),
                aLong(),
                Math.max(scheduled, natural()),
                random.nextBoolean()
                        ? Delays.NONE
                        : Delays.of(natural(), natural(), natural(), natural(), natural(), natural(), natural()));
    }

    private Tokens tokens() {
        return new Tokens(
                anInt(),
                anInt(),
                anInt(),
                anInt(),
                random.nextInt(4) == 0 ? null : oneOf(TokenSource.values()),
                anInt());
    }

    private ChunkGaps gaps() {
        ChunkGaps.Collector gaps = new ChunkGaps.Collector();
        boolean late = random.nextBoolean();
        gaps.startsLate(late ? Math.max(0, anInt()) : 0);
        int size = random.nextInt(random.nextInt(50) == 0 ? 300 : 5);
        for (int i = 0; i < size; i++) {
            gaps.add(natural(), late ? Math.max(0, anInt()) : 0);
        }
        return gaps.gaps();
    }

    private @Nullable RoundPart part() {
        return switch (random.nextInt(3)) {
            case 0 -> null;
            case 1 -> new PairPart(positive(), oneOf(PairPart.Role.values()), Math.max(1, anInt()));
            default ->
                new TurnPart(
                        positive(),
                        Math.max(1, anInt()),
                        random.nextBoolean() ? Optional.empty() : Optional.of(oneOf(ConversationEnd.values())));
        };
    }

    private ReadingNote note() {
        return new ReadingNote(oneOf(ReadingNote.Kind.values()), text());
    }

    /** Returns a long one only now and then, since those take most of the time. */
    private String text() {
        return random.nextInt(400) == 0 ? LONG_TEXT : oneOf(TEXTS);
    }

    private <E> E oneOf(E[] values) {
        return values[random.nextInt(values.length)];
    }

    private long positive() {
        return Math.max(1, natural());
    }

    private long natural() {
        return Math.max(0, aLong());
    }

    private long aLong() {
        return random.nextBoolean() ? LONGS[random.nextInt(LONGS.length)] : random.nextLong() >> random.nextInt(64);
    }

    private int anInt() {
        return random.nextBoolean() ? INTS[random.nextInt(INTS.length)] : random.nextInt() >> random.nextInt(32);
    }
}
