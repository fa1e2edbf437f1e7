package dev.llmbench.cluster;

import static dev.llmbench.sample.Moments.ABSENT;

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
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the samples of one {@link SampleBatch}. */
final class SampleReader {
    private static final int LONGEST = 1 << 26;

    private static final Arm[] ARMS = Arm.values();
    private static final Phase[] PHASES = Phase.values();
    private static final Outcome[] OUTCOMES = Outcome.values();
    private static final TokenSource[] SOURCES = TokenSource.values();
    private static final PairPart.Role[] ROLES = PairPart.Role.values();
    private static final ConversationEnd[] ENDS = ConversationEnd.values();
    private static final ReadingNote.Kind[] NOTES = ReadingNote.Kind.values();

    private final ByteBuffer in;
    private final String test;
    private final int worker;
    private String lastId = "";

    private SampleReader(ByteBuffer in, String test, int worker) {
        this.in = in;
        this.test = test;
        this.worker = worker;
    }

    /**
     * Reads a batch.
     *
     * @param message the message, whose remaining bytes are the batch
     * @param test the test of the samples
     * @param worker the worker that measured them
     * @throws IllegalArgumentException if the batch is truncated, damaged, or longer than 64 MiB
     */
    static List<RequestSample> read(ByteBuffer message, String test, int worker) {
        if (message.remaining() > LONGEST) {
            throw damaged("it has " + message.remaining() + " bytes, but at most " + LONGEST + " are allowed");
        }
        byte[] batch = new byte[message.remaining()];
        message.get(batch);
        try {
            ByteBuffer in = ByteBuffer.wrap(batch);
            if (in.getInt() != SampleBatch.checksum(batch)) {
                throw damaged("its checksum is wrong");
            }
            return new SampleReader(in, test, worker).samples();
        } catch (BufferUnderflowException e) {
            throw (IllegalArgumentException) damaged("it ends too early").initCause(e);
        }
    }

    private static IllegalArgumentException damaged(String reason) {
        return new IllegalArgumentException("A batch of samples is damaged: " + reason);
    }

    private List<RequestSample> samples() {
        int count = atMost(in.remaining(), in.getInt());
        List<RequestSample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            samples.add(sample());
        }
        if (in.hasRemaining()) {
            throw damaged(in.remaining() + " bytes follow the last sample");
        }
        return samples;
    }

    private RequestSample sample() {
        return new RequestSample(
                id(),
                test,
                constant(ARMS),
                signedInt(),
                constant(PHASES),
                signedInt(),
                text(),
                moments(),
                tokens(),
                gaps(),
                signed(),
                signedInt(),
                constant(OUTCOMES),
                nullableText(),
                nullableText(),
                part(),
                notes(),
                worker);
    }

    private String id() {
        lastId = lastId.substring(0, atMost(lastId.length(), number())) + text();
        return lastId;
    }

    private Moments moments() {
        long scheduled = number();
        long end = scheduled + number();
        long connect = signed();
        int present = in.get();
        return new Moments(
                scheduled,
                moment(present, 0, scheduled),
                connect,
                moment(present, 1, scheduled),
                moment(present, 2, scheduled),
                moment(present, 3, scheduled),
                moment(present, 4, scheduled),
                moment(present, 5, scheduled),
                moment(present, 6, scheduled),
                end,
                (present & SampleBatch.HAS_DELAYS) == 0 ? Delays.NONE : delays());
    }

    private long moment(int present, int bit, long scheduled) {
        return (present & (1 << bit)) == 0 ? ABSENT : scheduled + signed();
    }

    private Delays delays() {
        return new Delays(number(), number(), number(), number(), number(), number(), number());
    }

    private Tokens tokens() {
        return new Tokens(
                signedInt(),
                signedInt(),
                signedInt(),
                signedInt(),
                optionalConstant(SOURCES).orElse(null),
                signedInt());
    }

    private ChunkGaps gaps() {
        int size = atMost(in.remaining(), number());
        if (size == 0) {
            return ChunkGaps.NONE;
        }
        ChunkGaps.Collector gaps = new ChunkGaps.Collector();
        boolean late = in.get() != 0;
        gaps.startsLate(late ? length() : 0);
        long gap = 0;
        for (int i = 0; i < size; i++) {
            gap = atMost(Integer.MAX_VALUE, gap + signed());
            gaps.add(gap, late ? length() : 0);
        }
        return gaps.gaps();
    }

    private int length() {
        return atMost(Integer.MAX_VALUE, number());
    }

    private @Nullable RoundPart part() {
        return switch (in.get()) {
            case 0 -> null;
            case 1 -> new PairPart(number(), constant(ROLES), length());
            case 2 -> new TurnPart(number(), length(), optionalConstant(ENDS));
            default -> throw damaged("a request is neither of a pair nor of a conversation");
        };
    }

    private List<ReadingNote> notes() {
        int count = atMost(in.remaining(), number());
        List<ReadingNote> notes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            notes.add(new ReadingNote(constant(NOTES), text()));
        }
        return notes;
    }

    private String text() {
        String text = nullableText();
        if (text == null) {
            throw damaged("a text is missing");
        }
        return text;
    }

    private @Nullable String nullableText() {
        int length = atMost(in.remaining() + 1, number()) - 1;
        if (length < 0) {
            return null;
        }
        char[] text = new char[length];
        for (int i = 0; i < length; i++) {
            text[i] = (char) atMost(Character.MAX_VALUE, number());
        }
        return new String(text);
    }

    private <E> E constant(E[] constants) {
        return constants[atMost(constants.length - 1, number())];
    }

    /** The constants are counted from 1, and 0 stands for none. */
    private <E> Optional<E> optionalConstant(E[] constants) {
        int number = atMost(constants.length, number());
        return number == 0 ? Optional.empty() : Optional.of(constants[number - 1]);
    }

    /** Rejects numbers that no batch can contain; a length, for example, is at most the number of bytes left. */
    private static int atMost(int most, long number) {
        if (number < 0 || number > most) {
            throw damaged(number + " where at most " + most + " is possible");
        }
        return (int) number;
    }

    private int signedInt() {
        long value = signed();
        if (value != (int) value) {
            throw damaged(value + " where an int is expected");
        }
        return (int) value;
    }

    private long signed() {
        long value = number();
        return (value >>> 1) ^ -(value & 1);
    }

    private long number() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw damaged("a number has more than 64 bits");
    }
}
