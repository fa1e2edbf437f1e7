package dev.llmbench.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * An OpenAI-compatible server inside this JVM with set timing, output, errors, faults and capacity.
 *
 * <p>It listens on 127.0.0.1 and answers {@code POST /v1/chat/completions} and {@code POST /v1/completions}, streamed
 * or not, and {@code GET /v1/models}. Tokens are English words. {@code usage} counts a prompt token for every four
 * characters of the prompt. A stream has a usage chunk if {@code stream_options.include_usage} requests it.
 *
 * <pre>{@code
 * try (Simulator llm = Simulator.builder().ttft(ofMillis(50)).tpot(ofMillis(10)).outputTokens(100).start()) {
 *     LoadTest.builder()
 *             .endpoint(llm.url())
 *             .dataset("datasets/llama4/prompts_chat_50_100.jsonl")
 *             .stage(4, ofSeconds(10))
 *             .build()
 *             .run();
 * }
 * }</pre>
 *
 * <p>A token is never sent before its time; each {@link ServedRequest} contains the greatest delay. A client that
 * closes its side of the connection while it is answered is assumed to have left. Thread-safe.
 */
public final class Simulator implements AutoCloseable {

    private static final int BACKLOG = 4096;

    private final int port;
    private final SimulatorLoop loop;
    private final RequestLog log;
    private final Thread thread;

    private Simulator(int port, SimulatorLoop loop, RequestLog log) {
        this.port = port;
        this.loop = loop;
        this.log = log;
        this.thread = new Thread(loop, "llm-simulator-" + port);
        thread.setDaemon(true);
    }

    /** Returns a builder for a simulator. */
    public static SimulatorBuilder builder() {
        return new SimulatorBuilder();
    }

    static Simulator start(SimulatorSettings settings) {
        WarmUp.hold(SimulatorBuilder.defaults());
        try {
            return open(settings);
        } catch (IOException e) {
            throw new UncheckedIOException("the simulator could not start: " + e.getMessage(), e);
        }
    }

    static Simulator open(SimulatorSettings settings) throws IOException {
        ServerSocketChannel listener = listen(settings.port());
        int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
        RequestLog log = new RequestLog(settings.logLimit());
        RequestRouter desk = new RequestRouter(settings, log, Instant.now().getEpochSecond());
        Simulator simulator =
                new Simulator(port, new SimulatorLoop(Selector.open(), listener, settings, desk, log), log);
        simulator.thread.start();
        return simulator;
    }

    private static ServerSocketChannel listen(int port) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        try {
            listener.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), BACKLOG);
            listener.configureBlocking(false);
            return listener;
        } catch (IOException e) {
            listener.close();
            throw new IOException(
                    Checks.message(
                            "port", port, "can't be listened on (" + e.getMessage() + ")", "use 0 for a free one"),
                    e);
        }
    }

    /** Returns the address at which it listens, such as {@code http://127.0.0.1:49152}, without a trailing slash. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Returns its port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /**
     * Returns the latest requests for completions that were answered or abandoned, in the order in which they ended. A
     * request is added before its last byte can reach the client.
     */
    public List<ServedRequest> log() {
        return log.latest();
    }

    /** Clears the log but not the counts. */
    public void clearLog() {
        log.clear();
    }

    /** Returns the counts of requests since the start. */
    public SimulatorCounts counts() {
        return log.counts();
    }

    /**
     * Pauses the whole server from now on, as in a long garbage collection: it accepts no requests, and all tokens that
     * become due are sent late, at the same time.
     *
     * @param length the length, from zero to one day; a later call replaces an earlier one
     */
    public void pause(Duration length) {
        loop.pauseUntil(System.nanoTime() + Checks.notNegative("length", length));
        // It may be paused already, for longer than requested now.
        LockSupport.unpark(thread);
    }

    /** Closes all connections and the port, and waits for this to finish. Closing again has no effect. */
    @Override
    public void close() {
        loop.stop();
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
