package dev.llmbench.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Compares the library with other load generators. Prints figures and judges none of them: they are the machine's too. */
class PeersIT {
    private static final String COLUMNS = "    %-26s %14s %8s   %-24s %-24s %9s %7s%n";

    @Test
    void printsItsTable() throws IOException, InterruptedException {
        Path directory = Path.of(System.getProperty("benchmark.directory", "target/benchmark"));
        List<Integer> streams = Arrays.stream(
                        System.getProperty("peers.streams", "50,500").split(","))
                .map(Integer::valueOf)
                .toList();
        System.out.printf(
                Locale.ROOT,
                "%nEach load generator in its own process, %s with -Xmx512m; the server in another; %d cores%n",
                Runtime.version(),
                Runtime.getRuntime().availableProcessors());
        for (int count : streams) {
            compare(count, Files.createDirectories(directory.resolve("peers-" + count)));
        }
        System.out.println();
        assertThat(streams).isNotEmpty();
    }

    private static void compare(int streams, Path directory) throws IOException, InterruptedException {
        System.out.printf(
                Locale.ROOT,
                "%n%d streams, TTFT 50 ms, TPOT 5 ms, 100 tokens; times in ms, p50 / p95 / p99%n",
                streams);
        System.out.printf(
                Locale.ROOT, COLUMNS, "", "CPU us/token", "x ours", "says first token", "truly", "tokens/s", "errors");
        double own = Double.NaN;
        for (Peer peer : peers()) {
            PeerRun run =
                    PeerRun.of(peer, streams, seconds("peers.warm-up", 20), seconds("peers.measured", 12), directory);
            own = Double.isNaN(own) ? run.cpuMicrosPerToken() : own;
            System.out.printf(
                    Locale.ROOT,
                    COLUMNS,
                    peer.title(),
                    String.format(Locale.ROOT, "%.2f", run.cpuMicrosPerToken()),
                    String.format(Locale.ROOT, "%.2f", run.cpuMicrosPerToken() / own),
                    run.said().firstToken().map(Percentiles::toString).orElse("-"),
                    run.firstToken(),
                    String.format(Locale.ROOT, "%.0f", run.tokensPerSecond()),
                    run.said().errors());
        }
    }

    /** The library first: the others' figures are multiples of its. */
    private static List<Peer> peers() throws IOException {
        List<Peer> peers = new ArrayList<>();
        peers.add(new OwnPeer());
        peers.add(new GatlingPeer(ForeignClassPath.of("gatling")));
        peers.add(new JMeterPeer(ForeignClassPath.of("jmeter")));
        if (Wrk.isOnPath()) {
            peers.add(new WrkPeer());
        }
        return peers;
    }

    private static Duration seconds(String property, int otherwise) {
        return Duration.ofSeconds(Integer.getInteger(property, otherwise));
    }
}
