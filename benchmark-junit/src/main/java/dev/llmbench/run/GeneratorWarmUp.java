package dev.llmbench.run;

import dev.llmbench.metric.Format;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.HttpVersion;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Measuring;
import dev.llmbench.plan.OwnApi;
import dev.llmbench.plan.PromptType;
import dev.llmbench.plan.ProxyServer;
import dev.llmbench.plan.Reach;
import dev.llmbench.plan.RequestOptions;
import dev.llmbench.plan.Target;
import dev.llmbench.plan.TlsTrust;
import dev.llmbench.result.LoadResult;
import dev.llmbench.simulator.Simulator;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.net.ServerSocketFactory;

/**
 * Warms up the load generator before its first request reaches the target: a cold JVM takes hundreds of milliseconds for
 * what it later does in a tenth of one, and would attribute them to the server. Runs the code that the plan needs against
 * servers in this JVM, until it is fast or the time is up; each {@link WarmUpKind} once per JVM. A warm-up that fails is
 * skipped and never fails a test.
 *
 * <p>The servers are the embedded simulator, and {@link WarmUpServer} for protocols that the simulator lacks. Calling the
 * generator's classes without a server would be less code, but would not warm up the most expensive parts: the selector, the
 * TLS engine, and the code paths of real reads and writes. The simulator is part of the library anyway, and has stopped when
 * the load begins.
 */
public final class GeneratorWarmUp {
    /** The warm-up of this JVM, which remembers what is already warm. */
    public static final GeneratorWarmUp OF_THIS_JVM = new GeneratorWarmUp(Set.of());

    private static final Duration LONGEST_BASE = Duration.ofSeconds(3);
    private static final Duration LONGEST_HANDSHAKES = Duration.ofMillis(1_200);
    private static final Duration LONGEST_OTHERS = Duration.ofMillis(500);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int TOKENS = 60;
    private static final int USERS = 16;
    private static final int CROWD_TOKENS = 10;
    private static final int CROWD = 200;
    private static final int LEAST_ROUNDS = 2;
    private static final double FAST_MICROS = 1_000;

    /** Concurrent handshakes. The first costs four times as much as the 200th, after which the cost stays about the same. */
    private static final int HANDSHAKES = 20;

    private static final int BURSTS = 10;

    /** The whole path of a request, from schedule to CSV; every plan needs one of these. */
    private static final Set<WarmUpKind> PATHS = EnumSet.of(WarmUpKind.BASE, WarmUpKind.PROXY);

    private final Set<WarmUpKind> done = EnumSet.noneOf(WarmUpKind.class);

    public GeneratorWarmUp(Set<WarmUpKind> done) {
        this.done.addAll(done);
    }

    /**
     * A completed warm-up.
     *
     * @param kinds what was warmed up; empty if the JVM was already warm
     */
    public record Done(Duration time, Set<WarmUpKind> kinds) {

        /**
         * Returns a message such as {@code Warmed up the load generator in 2.10 s (HTTP/1.1, TLS)}; empty if the JVM was
         * already warm.
         */
        public Optional<String> line() {
            return kinds.isEmpty()
                    ? Optional.empty()
                    : Optional.of("Warmed up the load generator in " + Format.micros(time.toNanos() / 1_000.0) + " ("
                            + shown(kinds) + ")");
        }
    }

    private static String shown(Set<WarmUpKind> kinds) {
        return kinds.stream().map(WarmUpKind::shown).collect(Collectors.joining(", "));
    }

    /**
     * Warms up what the plan needs and is not yet warm in this JVM.
     *
     * @param reader receives a message before the warm-up begins, since it takes seconds
     */
    public synchronized Done forPlan(LoadPlan plan, Consumer<String> reader) throws InterruptedException {
        long start = System.nanoTime();
        Set<WarmUpKind> cold = WarmUpKind.of(plan);
        cold.removeAll(done);
        if (!cold.isEmpty()) {
            reader.accept("Warming up the load generator for " + shown(cold) + "; nothing is sent to the endpoint yet");
        }
        Set<WarmUpKind> warmed = EnumSet.noneOf(WarmUpKind.class);
        for (WarmUpKind path : PATHS) {
            if (cold.contains(path)) {
                attempt(() -> path(path, warmed));
            }
        }
        if (!PATHS.containsAll(cold)) {
            attempt(() -> rest(plan, cold, warmed));
        }
        done.addAll(cold);
        return new Done(Duration.ofNanos(System.nanoTime() - start), warmed);
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void attempt(Work work) throws InterruptedException {
        try {
            work.run();
        } catch (IOException | RuntimeException e) {
            // A JVM that may not listen on a port or has restricted TLS, for example, can still measure.
        }
    }

    private static void path(WarmUpKind path, Set<WarmUpKind> warmed) throws InterruptedException {
        try (Simulator simulator = Simulator.builder()
                .ttft(Duration.ofMillis(5))
                .tpot(Duration.ofMillis(1))
                .outputTokens(TOKENS)
                .start()) {
            // The simulator also accepts requests that are addressed to a proxy.
            Reach reach = path == WarmUpKind.PROXY
                    ? new Reach(Optional.of(ProxyServer.parse("proxy", simulator.url())), Optional.empty())
                    : Reach.DIRECT;
            // Only a crowd opens enough connections for the JIT compiler to notice. Completions and chats share a
            // reader, so there are some of each.
            WarmUpLoad crowd = new WarmUpLoad(
                    target(simulator.url() + "/v1/completions", TlsTrust.OF_THE_JVM, HttpVersion.HTTP_1_1, reach),
                    request(PromptType.FULL, CROWD_TOKENS, true),
                    Measuring.NONE,
                    CROWD);
            WarmUpLoad streams = new WarmUpLoad(
                    target(simulator.url() + "/v1/chat/completions", TlsTrust.OF_THE_JVM, HttpVersion.HTTP_1_1, reach),
                    request(PromptType.CHAT, TOKENS, true),
                    Measuring.NONE,
                    USERS);
            if (works(LONGEST_BASE, crowd, streams)) {
                warmed.add(path);
            }
        }
    }

    private static void rest(LoadPlan plan, Set<WarmUpKind> cold, Set<WarmUpKind> warmed)
            throws IOException, InterruptedException {
        RequestOptions request = like(plan.request());
        Optional<WarmUpKey> key = WarmUpKind.of(plan).contains(WarmUpKind.TLS) ? WarmUpKey.create() : Optional.empty();
        ServerSocketFactory sockets = key.map(WarmUpKey::sockets).orElseGet(ServerSocketFactory::getDefault);
        TlsTrust trust = key.map(WarmUpKey::trust).orElse(TlsTrust.OF_THE_JVM);
        try (WarmUpServer server = WarmUpServer.start(sockets, WarmUpAnswer.to(request))) {
            // In HTTP/2 all requests would share one connection.
            Target apart = target(server.url(), trust, HttpVersion.HTTP_1_1, Reach.DIRECT);
            if (cold.contains(WarmUpKind.TLS)
                    && key.isPresent()
                    && handshakesWork(new WarmUpLoad(apart, request, Measuring.NONE, HANDSHAKES))) {
                warmed.add(WarmUpKind.TLS);
            }
            Target asPlanned = target(server.url(), trust, plan.target().httpVersion(), Reach.DIRECT);
            Set<WarmUpKind> others = EnumSet.copyOf(cold);
            others.removeAll(PATHS);
            others.remove(WarmUpKind.TLS);
            if (!others.isEmpty()
                    && works(LONGEST_OTHERS, new WarmUpLoad(asPlanned, request, measuring(plan.measuring()), USERS))) {
                warmed.addAll(others);
            }
        }
    }

    /** Leaves out the tokenizer, which may be user code. */
    private static Measuring measuring(Measuring planned) {
        return new Measuring(Optional.empty(), planned.twoLengths(), planned.conversations(), Optional.empty());
    }

    /** Sends chats in place of completions, whose own code the base has already warmed up. */
    private static RequestOptions like(RequestOptions planned) {
        PromptType type = planned.promptType() == PromptType.FULL ? PromptType.CHAT : planned.promptType();
        return request(type, CROWD_TOKENS, planned.streaming());
    }

    private static RequestOptions request(PromptType type, int tokens, boolean streaming) {
        return new RequestOptions(
                type,
                Optional.empty(),
                OptionalInt.of(tokens),
                OptionalDouble.empty(),
                RequestOptions.parseExtra(""),
                streaming,
                type == PromptType.OWN ? Optional.of(OwnApi.of(new WarmUpApi())) : Optional.empty());
    }

    private static Target target(String url, TlsTrust trust, HttpVersion version, Reach reach) {
        return new Target(
                URI.create(url),
                Optional.empty(),
                Map.of(),
                TIMEOUT,
                TIMEOUT,
                Optional.empty(),
                trust,
                version,
                true,
                reach);
    }

    /** Runs rounds until the generator is fast or the time is up, and returns whether requests succeeded. */
    private static boolean works(Duration longest, WarmUpLoad... loads) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        boolean fast = false;
        int least = LEAST_ROUNDS * loads.length;
        for (int i = 0; i < least || (!fast && System.nanoTime() < deadline); i++) {
            LoadResult round = loads[i % loads.length].round();
            if (round.run().errors() > 0 && round.run().ok() == 0) {
                return false;
            }
            fast = isFast(round);
        }
        return true;
    }

    private static boolean isFast(LoadResult round) {
        return round.run()
                        .latency(Metric.DISPATCH_LAG)
                        .micros(Statistic.percentile(95))
                        .orElse(Double.MAX_VALUE)
                < FAST_MICROS;
    }

    /** Does the same with new connections each time. */
    private static boolean handshakesWork(WarmUpLoad handshakes) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST_HANDSHAKES.toNanos();
        for (int i = 0; i < BURSTS && System.nanoTime() < deadline; i++) {
            if (!handshakes.atOnce(deadline)) {
                return false;
            }
        }
        return true;
    }
}
