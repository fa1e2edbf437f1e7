package dev.llmbench.openai;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Prints what reading a stream costs, in time and in bytes allocated for each event: of the lines alone, and with their
 * JSON. No test: it measures the machine. Run its main with the test classpath.
 */
final class HotPath {
    private static final int EVENTS = 100_000;
    private static final int ROUNDS = 15;
    /** As much as the transport hands on at once. */
    private static final int PIECE = 8 * 1024;

    private interface Reading {
        void read(byte[] piece, int length);
    }

    private HotPath() {}

    public static void main(String[] arguments) throws IOException {
        byte[] stream = stream();
        for (int round = 1; round <= ROUNDS; round++) {
            SseReader lines = new SseReader((error, data, from, to, moment, late) -> {}, 1 << 20);
            measure(round, "lines", stream, EVENTS, (piece, length) -> lines.read(piece, 0, length, 1, 0));
            StreamedAnswer answer = new StreamedAnswer(new ChunkReader(), null);
            measure(round, "whole", stream, EVENTS, (piece, length) -> answer.read(piece, 0, length, 1, 0));
        }
    }

    /** The middle of a recorded stream, again and again. */
    private static byte[] stream() throws IOException {
        byte[] recorded;
        try (var in = HotPath.class.getResourceAsStream("/streams/openai-chat.sse")) {
            recorded = in == null ? new byte[0] : in.readAllBytes();
        }
        List<String> events = Pattern.compile("(?<=\n\n)")
                .splitAsStream(new String(recorded, StandardCharsets.UTF_8))
                .toList();
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int i = 0; i < EVENTS; i++) {
            stream.writeBytes(events.get(1 + i % 4).getBytes(StandardCharsets.UTF_8));
        }
        return stream.toByteArray();
    }

    private static void measure(int round, String name, byte[] stream, int events, Reading reading) {
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] piece = new byte[PIECE];
        long bytes = thread.getCurrentThreadAllocatedBytes();
        long start = thread.getCurrentThreadCpuTime();
        for (int from = 0; from < stream.length; from += PIECE) {
            int length = Math.min(PIECE, stream.length - from);
            System.arraycopy(stream, from, piece, 0, length);
            reading.read(piece, length);
        }
        long nanos = thread.getCurrentThreadCpuTime() - start;
        long allocated = thread.getCurrentThreadAllocatedBytes() - bytes;
        System.out.println(String.format(
                Locale.ROOT,
                "%2d %s: %.0f ns and %.1f bytes allocated an event",
                round,
                name,
                (double) nanos / events,
                (double) allocated / events));
        Arrays.fill(piece, (byte) 0);
    }
}
