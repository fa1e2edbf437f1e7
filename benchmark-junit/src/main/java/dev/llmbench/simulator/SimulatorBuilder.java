package dev.llmbench.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Configures a {@link Simulator}; every setting has a default.
 *
 * <p>A request's query can override these settings for itself: {@code ?ttft=50&tpot=5&n=100} (ms, ms, tokens), {@code
 * ?err=429}, {@code ?fault=HANG}.
 *
 * <pre>{@code
 * Simulator simulator = Simulator.builder().ttft(ofMillis(50)).tpot(ofMillis(5)).outputTokens(100).errorRate(0.01, 503).start();
 * }</pre>
 */
public final class SimulatorBuilder {

    private String model = "simulated";
    private Delay ttft = Delay.fixed(Duration.ofMillis(50));
    private Delay tpot = Delay.fixed(Duration.ofMillis(5));
    private TokenCount outputTokens = TokenCount.fixed(100);
    private final List<SimulatorSettings.Failure> failures = new ArrayList<>();
    private int capacity = SimulatorSettings.UNLIMITED;
    private int queueLimit = SimulatorSettings.UNLIMITED;
    private boolean earlyHead = true;
    private long seed = 42;
    private int port;
    private int logLimit = 100_000;

    SimulatorBuilder() {}

    /** The name of the model in answers, "simulated" by default. Requests may name any model. */
    public SimulatorBuilder model(String name) {
        model = name;
        return this;
    }

    /**
     * The time to the first token, 50 ms by default: from the complete receipt of the request or, if it waits for capacity, from
     * its turn.
     */
    public SimulatorBuilder ttft(Duration fixed) {
        return ttft(Delay.fixed(fixed));
    }

    /** The time to the first token, drawn once per request. */
    public SimulatorBuilder ttft(Delay distribution) {
        ttft = distribution;
        return this;
    }

    /** The time from each token to the next, 5 ms by default. */
    public SimulatorBuilder tpot(Duration fixed) {
        return tpot(Delay.fixed(fixed));
    }

    /** The time from each token to the next, drawn once per request and the same for all its tokens. */
    public SimulatorBuilder tpot(Delay distribution) {
        tpot = distribution;
        return this;
    }

    /**
     * The output length at which the model would stop by itself, 100 tokens by default. A request's {@code max_tokens},
     * {@code min_tokens} and {@code ignore_eos} are honoured.
     */
    public SimulatorBuilder outputTokens(int fixed) {
        return outputTokens(TokenCount.fixed(fixed));
    }

    /** The output length at which the model would stop by itself, drawn once per request. */
    public SimulatorBuilder outputTokens(TokenCount distribution) {
        outputTokens = distribution;
        return this;
    }

    /**
     * Answers a share of the requests with an error at once; can be called for several statuses. None by default.
     *
     * @param rate from 0 to 1; all rates of errors and faults together at most 1
     * @param status from 400 to 599; 429 and 503 come with {@code Retry-After: 1}
     */
    public SimulatorBuilder errorRate(double rate, int status) {
        failures.add(SimulatorSettings.Failure.error(rate, status));
        return this;
    }

    /**
     * Plays a fault in a share of the answers; can be called for several faults. None by default.
     *
     * @param rate from 0 to 1; all rates of errors and faults together at most 1
     */
    public SimulatorBuilder faultRate(double rate, Fault fault) {
        failures.add(SimulatorSettings.Failure.fault(rate, fault));
        return this;
    }

    /**
     * The number of requests that generate at once, at least 1; no limit by default. Others wait, first come first served, and
     * the time to their first token starts with their turn, so that load has the same effect as on a real server.
     */
    public SimulatorBuilder capacity(int requests) {
        capacity = requests;
        return this;
    }

    /**
     * The number of requests that may wait for capacity; no limit by default. Further ones get status 429 with {@code
     * Retry-After: 1}.
     */
    public SimulatorBuilder queueLimit(int requests) {
        queueLimit = requests;
        return this;
    }

    /**
     * Whether a stream's head and, in a chat, its role-only chunk are sent as soon as the request has arrived (the default) or
     * with the first token. Real servers do both.
     */
    public SimulatorBuilder earlyHead(boolean early) {
        earlyHead = early;
        return this;
    }

    /** The seed of all random choices, 42 by default: the n-th request received gets the same answer in each run. */
    public SimulatorBuilder seed(long number) {
        seed = number;
        return this;
    }

    /** The port on 127.0.0.1; 0, the default, takes a free one. */
    public SimulatorBuilder port(int number) {
        port = number;
        return this;
    }

    /** The number of latest requests that {@link Simulator#log()} keeps, 100 000 by default. */
    public SimulatorBuilder logLimit(int requests) {
        logLimit = requests;
        return this;
    }

    /**
     * Starts a simulator with these settings; can be called repeatedly.
     *
     * @throws IllegalArgumentException if the settings contradict each other
     * @throws java.io.UncheckedIOException if the port is taken
     */
    public Simulator start() {
        return Simulator.start(settings());
    }

    static SimulatorSettings defaults() {
        return new SimulatorBuilder().settings();
    }

    private SimulatorSettings settings() {
        return new SimulatorSettings(
                model, ttft, tpot, outputTokens, failures, capacity, queueLimit, earlyHead, seed, port, logLimit);
    }
}
