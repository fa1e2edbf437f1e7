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
 * Makes the load generator fast before its first request reaches the target: a cold JVM takes hundreds of milliseconds for
 * what it later does in a tenth of one, and would report them as the server's. Runs what the plan is going to run, against
 * servers in this JVM, until it is fast or its time is up; each {@link WarmUpKind} once per JVM. What cannot be warmed up
 * here is left cold: that is no reason for a test to fail.
 *
 * <p>The servers are the embedded simulator, and {@link WarmUpServer} for what the simulator does not speak. Calling the
 * generator's classes without a server would be less code, and would leave cold what costs most: the selector, the TLS
 * engine, and the paths of real reads and writes that the JVM compiles by how they are used. The simulator is in the jar
 * for users anyway, and nothing of it is left running when the load begins.
 */
public final class GeneratorWarmUp {
    /** The one that knows what this JVM has been warmed up for. */
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

    /** At a time. The first costs four times as much as the two-hundredth, and all that follow cost about as much as that. */
    private static final int HANDSHAKES = 20;

    private static final int BURSTS = 10;

    /** The whole path of a request, from schedule to CSV; every plan takes one of these. */
    private static final Set<WarmUpKind> PATHS = EnumSet.of(WarmUpKind.BASE, WarmUpKind.PROXY);

    private final Set<WarmUpKind> done = EnumSet.noneOf(WarmUpKind.class);

    public GeneratorWarmUp(Set<WarmUpKind> done) {
        this.done.addAll(done);
    }

    /**
     * A warm-up that has ended.
     *
     * @param kinds those that were warmed up; none where the JVM was warm
     */
    public record Done(Duration time, Set<WarmUpKind> kinds) {

        /** Such as {@code Warmed up the load generator in 2.10 s (HTTP/1.1, TLS)}; empty where the JVM was warm. */
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
     * Warms up what the plan needs and this JVM has not been warmed up for yet.
     *
     * @param reader told what is warmed up before that begins, for it takes seconds
     */
    public synchronized Done forPlan(LoadPlan plan, Consumer<String> reader) throws InterruptedException {
        long start = System.nanoTime();
        Set<WarmUpKind> cold = WarmUpKind.of(plan);
        cold.removeAll(done);
        if (!cold.isEmpty()) {
            reader.accept("Warming up the load generator for " + shown(cold) + "; nothing goes to the endpoint yet");
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
            // A JVM that may not listen or has its TLS restricted, for instance, measures all the same.
        }
    }

    private static void path(WarmUpKind path, Set<WarmUpKind> warmed) throws InterruptedException {
        try (Simulator simulator = Simulator.builder()
                .ttft(Duration.ofMillis(5))
                .tpot(Duration.ofMillis(1))
                .outputTokens(TOKENS)
                .start()) {
            // The simulator takes what is addressed to a proxy as well.
            Reach reach = path == WarmUpKind.PROXY
                    ? new Reach(Optional.of(ProxyServer.parse("proxy", simulator.url())), Optional.empty())
                    : Reach.DIRECT;
            // Many at once open connections, which few do too seldom for the JIT compiler to care. One reader reads
            // completions and chats, so there are some of each.
            WarmUpLoad crowd = new WarmUpLoad(
                    target(simulator.url() + "/v1/completions", TlsTrust.USUAL, HttpVersion.HTTP_1_1, reach),
                    request(PromptType.FULL, CROWD_TOKENS, true),
                    Measuring.NONE,
                    CROWD);
            WarmUpLoad streams = new WarmUpLoad(
                    target(simulator.url() + "/v1/chat/completions", TlsTrust.USUAL, HttpVersion.HTTP_1_1, reach),
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
        Optional<WarmUpKey> key = WarmUpKind.of(plan).contains(WarmUpKind.TLS) ? WarmUpKey.made() : Optional.empty();
        ServerSocketFactory sockets = key.map(WarmUpKey::sockets).orElseGet(ServerSocketFactory::getDefault);
        TlsTrust trust = key.map(WarmUpKey::trust).orElse(TlsTrust.USUAL);
        try (WarmUpServer server = WarmUpServer.start(sockets, WarmUpAnswer.to(request))) {
            // In HTTP/2 all would share one connection.
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

    /** Not the tokenizer, which may be code of the test's own. */
    private static Measuring measuring(Measuring planned) {
        return new Measuring(Optional.empty(), planned.twoLengths(), planned.conversations(), Optional.empty());
    }

    /** Completions differ from chats in nothing that the base has not warmed up. */
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

    /** Whether requests were answered, as far as there was time for it. */
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

    /** The same with connections opened anew each time. */
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
