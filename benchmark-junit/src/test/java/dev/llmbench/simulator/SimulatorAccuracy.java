package dev.llmbench.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Measures how late tokens are when 200 streams run at once; for people, no test. Arguments: streams, time to spread the starts
 * of a round over in ms.
 */
final class SimulatorAccuracy {

    private static final System.Logger LOGGER = System.getLogger(SimulatorAccuracy.class.getName());
    private static final Duration TTFT = Duration.ofMillis(50);
    private static final Duration TPOT = Duration.ofMillis(10);
    private static final int TOKENS = 100;
    private static final int ROUNDS = 8;

    private SimulatorAccuracy() {}

    public static void main(String[] arguments) throws IOException {
        int streams = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
        long spread = Duration.ofMillis(arguments.length > 1 ? Long.parseLong(arguments[1]) : 10)
                .toNanos();
        long before = System.nanoTime();
        try (Simulator simulator = Simulator.builder()
                        .ttft(TTFT)
                        .tpot(TPOT)
                        .outputTokens(TOKENS)
                        .start();
                Selector selector = Selector.open()) {
            LOGGER.log(System.Logger.Level.INFO, "started in " + (System.nanoTime() - before) / 1_000_000 + " ms");
            List<Reader> readers = new ArrayList<>();
            for (int i = 0; i < streams; i++) {
                readers.add(new Reader(simulator.port(), selector));
            }
            for (int round = 0; round < ROUNDS; round++) {
                simulator.clearLog();
                long cpu = serverCpu();
                run(readers, selector, round, spread);
                report(round, readers, simulator.log(), serverCpu() - cpu);
            }
        }
    }

    private static void run(List<Reader> readers, Selector selector, int round, long spread) throws IOException {
        long start = System.nanoTime();
        int begun = 0;
        while (begun < readers.size() || readers.stream().anyMatch(reader -> reader.events < TOKENS + 1)) {
            while (begun < readers.size() && System.nanoTime() - start >= spread * begun / readers.size()) {
                readers.get(begun).ask(round + "-" + begun);
                begun++;
            }
            selector.select(key -> ((Reader) key.attachment()).read(), 1);
        }
    }

    private static void report(int round, List<Reader> readers, List<ServedRequest> log, long cpuNanos) {
        Map<String, ServedRequest> byId = log.stream().collect(toMap(ServedRequest::id, Function.identity()));
        long[] seen = readers.stream()
                .flatMapToLong(reader -> Arrays.stream(reader.late(
                        Objects.requireNonNull(byId.get(reader.id)).started().orElseThrow())))
                .toArray();
        long[] firsts = log.stream()
                .mapToLong(request -> request.firstToken().orElseThrow() - request.received() - TTFT.toNanos())
                .toArray();
        long[] lasts = log.stream()
                .mapToLong(request -> request.lastToken().orElseThrow()
                        - request.received()
                        - TTFT.toNanos()
                        - (TOKENS - 1) * TPOT.toNanos())
                .toArray();
        long[] worst = log.stream().mapToLong(ServedRequest::maxLateNanos).toArray();
        LOGGER.log(
                System.Logger.Level.INFO,
                String.format(
                        Locale.ROOT,
                        "round %d, late in us: first token %s, last token %s, latest token of a stream %s,"
                                + " each token as seen by the client %s; server CPU %.1f us a token",
                        round,
                        spread(firsts),
                        spread(lasts),
                        spread(worst),
                        spread(seen),
                        cpuNanos / 1e3 / seen.length));
    }

    private static String spread(long[] nanos) {
        Arrays.sort(nanos);
        return String.format(
                Locale.ROOT,
                "p50 %d p99 %d max %d",
                nanos[nanos.length / 2] / 1000,
                nanos[(int) Math.ceil(nanos.length * 0.99) - 1] / 1000,
                nanos[nanos.length - 1] / 1000);
    }

    private static long serverCpu() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith("llm-simulator-"))
                .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
                .sum();
    }

    /** One connection that stamps each event on arrival. */
    private static final class Reader {

        private final SocketChannel channel;
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 << 10);
        private final long[] tokens = new long[TOKENS];
        private String id = "";
        private int events;
        private byte previous;

        Reader(int port, Selector selector) throws IOException {
            channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        void ask(String requestId) throws IOException {
            id = requestId;
            events = 0;
            String body =
                    "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"" + "word ".repeat(200) + "\"}]}";
            channel.write(ByteBuffer.wrap(("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nx-request-id: "
                            + id + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                    .getBytes(UTF_8)));
        }

        void read() {
            try {
                buffer.clear();
                channel.read(buffer);
                long now = System.nanoTime();
                buffer.flip();
                while (buffer.hasRemaining()) {
                    byte next = buffer.get();
                    if (next == '\n' && previous == '\n') {
                        if (events >= 1 && events <= TOKENS) {
                            tokens[events - 1] = now;
                        }
                        events++;
                    }
                    previous = next;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        long[] late(long started) {
            long[] late = new long[TOKENS];
            for (int token = 0; token < TOKENS; token++) {
                late[token] = tokens[token] - started - TTFT.toNanos() - token * TPOT.toNanos();
            }
            return late;
        }
    }
}
