package dev.llmbench.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One generator's load on a fresh server.
 *
 * @param cpuMicrosPerToken CPU time of the generator's whole process in the window, per token that the server sent then
 * @param tokensPerSecond what the server sent
 * @param said what the generator says
 * @param firstToken what the first token truly took, of the requests that started in the window
 */
record PeerRun(double cpuMicrosPerToken, double tokensPerSecond, Peer.Said said, Percentiles firstToken) {
    private static final Service SERVICE = Service.of(50, 5, 100);
    /** From the end of the load: time for the last answers, and for the generator to sum up. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static PeerRun of(Peer peer, int streams, Duration warmUp, Duration measured, Path parent)
            throws IOException, InterruptedException {
        Path directory = Files.createDirectories(parent.resolve(peer.name()));
        try (Server server = Server.start(SERVICE, directory)) {
            Window window = Window.startingNow(warmUp, measured);
            Peer.Load load = new Peer.Load(server.url(), streams, window, directory);
            Process process = peer.command(load)
                    .redirectErrorStream(true)
                    .redirectOutput(load.output().toFile())
                    .start();
            try {
                Window.sleepUntil(window.from());
                long from = System.nanoTime();
                Duration before = cpu(process, load);
                Window.sleepUntil(window.to());
                long to = System.nanoTime();
                Duration used = cpu(process, load).minus(before);
                awaitEnd(process, load);
                return of(peer, load, server.stop(), from, to, used);
            } finally {
                process.destroyForcibly();
            }
        }
    }

    private static PeerRun of(Peer peer, Peer.Load load, Truth truth, long from, long to, Duration cpu)
            throws IOException {
        double tokens = truth.tokensIn(from, to);
        List<Double> ttfts = truth.requests().values().stream()
                .filter(served -> load.window().contains(served.received()))
                .map(Truth.Served::ttft)
                .toList();
        return new PeerRun(
                cpu.toNanos() / 1_000.0 / tokens,
                tokens * 1e9 / (to - from),
                peer.said(load, truth),
                Percentiles.of(ttfts));
    }

    private static Duration cpu(Process process, Peer.Load load) throws IOException {
        return process.info().totalCpuDuration().orElseThrow(() -> failed("ended too early", load));
    }

    private static void awaitEnd(Process process, Peer.Load load) throws IOException, InterruptedException {
        long left = load.window().until() + PATIENCE.toNanos() - System.nanoTime();
        if (!process.waitFor(left, TimeUnit.NANOSECONDS)) {
            throw failed("did not end", load);
        }
        if (process.exitValue() != 0) {
            throw failed("failed with exit code " + process.exitValue(), load);
        }
    }

    private static IOException failed(String how, Peer.Load load) {
        return new IOException("The load generator " + how + "; what it said stands in " + load.output());
    }
}
