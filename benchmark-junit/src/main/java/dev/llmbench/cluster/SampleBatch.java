package dev.llmbench.cluster;

import static dev.llmbench.sample.Moments.ABSENT;

import dev.llmbench.sample.ChunkGaps;
import dev.llmbench.sample.Delays;
import dev.llmbench.sample.Moments;
import dev.llmbench.sample.PairPart;
import dev.llmbench.sample.ReadingNote;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.RoundPart;
import dev.llmbench.sample.Tokens;
import dev.llmbench.sample.TurnPart;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Encodes samples for {@link SampleReader}: in about 70 bytes for a sample, and 2 for each of its gaps. Numbers take as many
 * bytes as they need, moments are relative to the scheduled time, each gap is relative to the one before, and an id leaves out
 * the beginning that it shares with the id before. The test's name is left out, since all samples of a run share it. Not
 * thread-safe.
 */
final class SampleBatch {
    /** The size at which a batch should be sent. */
    static final int FULL = 1 << 16;

    /** The length of the header: the checksum of everything that follows it, and the number of samples. */
    static final int HEADER = 2 * Integer.BYTES;

    /** The bit after those of the moments. */
    static final int HAS_DELAYS = 1 << 7;

    private byte[] bytes = new byte[FULL + (FULL >> 2)];
    private int size = HEADER;
    private int samples;
    private String lastId = "";

    boolean isEmpty() {
        return samples == 0;
    }

    boolean isFull() {
        return size >= FULL;
    }

    /** Returns the batch and starts the next one. */
    byte[] take() {
        byte[] batch = Arrays.copyOf(bytes, size);
        ByteBuffer.wrap(batch).putInt(Integer.BYTES, samples).putInt(0, checksum(batch));
        size = HEADER;
        samples = 0;
        lastId = "";
        return batch;
    }

    /** Returns the checksum of a batch, which begins with it. */
    static int checksum(byte[] batch) {
        CRC32C checksum = new CRC32C();
        checksum.update(batch, Integer.BYTES, batch.length - Integer.BYTES);
        return (int) checksum.getValue();
    }

    void add(RequestSample sample) {
        samples++;
        id(sample.id());
        constant(sample.arm());
        signed(sample.stage());
        constant(sample.phase());
        signed(sample.user());
        text(sample.promptId());
        moments(sample.at());
        tokens(sample.tokens());
        gaps(sample.gaps());
        signed(sample.maxChunkGap());
        signed(sample.status());
        constant(sample.outcome());
        text(sample.finishReason());
        text(sample.error());
        part(sample.part());
        notes(sample.notes());
    }

    private void id(String id) {
        int shared = Arrays.mismatch(lastId.toCharArray(), id.toCharArray());
        int length = shared < 0 ? id.length() : shared;
        number(length);
        text(id.substring(length));
        lastId = id;
    }

    private void moments(Moments at) {
        long[] moments = {
            at.dispatched(),
            at.sent(),
            at.headers(),
            at.firstEvent(),
            at.firstReasoning(),
            at.firstContent(),
            at.lastToken()
        };
        int present = at.delays().isNone() ? 0 : HAS_DELAYS;
        for (int i = 0; i < moments.length; i++) {
            present |= moments[i] == ABSENT ? 0 : 1 << i;
        }
        number(at.scheduled());
        number(at.end() - at.scheduled());
        signed(at.connect());
        put(present);
        for (long moment : moments) {
            if (moment != ABSENT) {
                signed(moment - at.scheduled());
            }
        }
        if (!at.delays().isNone()) {
            delays(at.delays());
        }
    }

    private void delays(Delays delays) {
        number(delays.connect());
        number(delays.sent());
        number(delays.headers());
        number(delays.first());
        number(delays.content());
        number(delays.last());
        number(delays.end());
    }

    private void tokens(Tokens tokens) {
        signed(tokens.prompt());
        signed(tokens.cachedPrompt());
        signed(tokens.output());
        signed(tokens.hiddenReasoning());
        optionalConstant(tokens.source());
        signed(tokens.chunks());
    }

    private void gaps(ChunkGaps gaps) {
        number(gaps.size());
        if (gaps.size() == 0) {
            return;
        }
        boolean late = gaps.hasDelays();
        put(late ? 1 : 0);
        if (late) {
            number(gaps.delay(0));
        }
        for (int i = 0; i < gaps.size(); i++) {
            signed(gaps.micros(i) - (i == 0 ? 0 : gaps.micros(i - 1)));
            if (late) {
                number(gaps.delay(i + 1));
            }
        }
    }

    private void part(@Nullable RoundPart part) {
        if (part instanceof PairPart pair) {
            put(1);
            number(pair.pair());
            constant(pair.role());
            number(pair.asked());
        } else if (part instanceof TurnPart turn) {
            put(2);
            number(turn.conversation());
            number(turn.turn());
            optionalConstant(turn.end().orElse(null));
        } else {
            put(0);
        }
    }

    private void notes(List<ReadingNote> notes) {
        number(notes.size());
        for (ReadingNote note : notes) {
            constant(note.kind());
            text(note.detail());
        }
    }

    /**
     * Writes the number of each character. UTF-8 cannot represent the half of a surrogate pair that a truncated text may end
     * with.
     */
    private void text(@Nullable String text) {
        if (text == null) {
            number(0);
            return;
        }
        number(text.length() + 1);
        for (int i = 0; i < text.length(); i++) {
            number(text.charAt(i));
        }
    }

    private void constant(Enum<?> constant) {
        number(place(constant));
    }

    private void optionalConstant(@Nullable Enum<?> constant) {
        number(constant == null ? 0 : place(constant) + 1);
    }

    @SuppressWarnings("EnumOrdinal") // Both sides are of the same build.
    private static int place(Enum<?> constant) {
        return constant.ordinal();
    }

    /** Small numbers of either sign take few bytes. */
    private void signed(long value) {
        number((value << 1) ^ (value >> 63));
    }

    /** Seven bits in each byte, the lowest first; the highest bit says that more follow. */
    private void number(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            put((int) rest | 0x80);
            rest >>>= 7;
        }
        put((int) rest);
    }

    private void put(int value) {
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, size + (size >> 1));
        }
        bytes[size++] = (byte) value;
    }
}
