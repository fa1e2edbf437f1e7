package dev.llmbench.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Configures a {@link Simulator}. Every setting has a default.
 *
 * <p>The query of a request can override these settings for that request: {@code ?ttft=50&tpot=5&n=100} (ms, ms,
 * tokens), {@code ?err=429}, {@code ?fault=HANG}.
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

    /** Sets the name of the model in answers, "simulated" by default. Requests may name any model. */
    public SimulatorBuilder model(String name) {
        model = name;
        return this;
    }

    /**
     * Sets the time to first token, 50 ms by default, which starts when the request was received completely or, if it
     * waits for capacity, with its turn.
     */
    public SimulatorBuilder ttft(Duration fixed) {
        return ttft(Delay.fixed(fixed));
    }

    /** Sets the time to first token, which is drawn once per request. */
    public SimulatorBuilder ttft(Delay distribution) {
        ttft = distribution;
        return this;
    }

    /** Sets the time from each token to the next, 5 ms by default. */
    public SimulatorBuilder tpot(Duration fixed) {
        return tpot(Delay.fixed(fixed));
    }

    /** Sets the time from each token to the next, which is drawn once per request and the same for all its tokens. */
    public SimulatorBuilder tpot(Delay distribution) {
        tpot = distribution;
        return this;
    }

    /**
     * Sets the output length at which the model would stop by itself, 100 tokens by default. A request's
     * {@code max_tokens}, {@code min_tokens} and {@code ignore_eos} are honoured.
     */
    public SimulatorBuilder outputTokens(int fixed) {
        return outputTokens(TokenCount.fixed(fixed));
    }

    /** Sets the output length at which the model would stop by itself, which is drawn once per request. */
    public SimulatorBuilder outputTokens(TokenCount distribution) {
        outputTokens = distribution;
        return this;
    }

    /**
     * Answers a fraction of the requests with an error at once. Can be called for several statuses. None by default.
     *
     * @param rate from 0 to 1; all rates of errors and faults together at most 1
     * @param status from 400 to 599; 429 and 503 are sent with {@code Retry-After: 1}
     */
    public SimulatorBuilder errorRate(double rate, int status) {
        failures.add(SimulatorSettings.Failure.error(rate, status));
        return this;
    }

    /**
     * Simulates a fault in a fraction of the answers. Can be called for several faults. None by default.
     *
     * @param rate from 0 to 1; all rates of errors and faults together at most 1
     */
    public SimulatorBuilder faultRate(double rate, Fault fault) {
        failures.add(SimulatorSettings.Failure.fault(rate, fault));
        return this;
    }

    /**
     * Sets the number of requests that generate at once, at least 1. No limit by default. Others wait, first come,
     * first served, and the time to their first token starts with their turn, so that load has the same effect as on a
     * real server.
     */
    public SimulatorBuilder capacity(int requests) {
        capacity = requests;
        return this;
    }

    /**
     * Sets the number of requests that may wait for capacity. No limit by default. Further ones get status 429 with
     * {@code Retry-After: 1}.
     */
    public SimulatorBuilder queueLimit(int requests) {
        queueLimit = requests;
        return this;
    }

    /**
     * Sets whether a stream's head and, in a chat, its role-only chunk are sent as soon as the request has arrived (the
     * default) or with the first token. Real servers do both.
     */
    public SimulatorBuilder earlyHead(boolean early) {
        earlyHead = early;
        return this;
    }

    /**
     * Sets the seed of all random choices, 42 by default. The n-th request received gets the same answer in each run.
     */
    public SimulatorBuilder seed(long number) {
        seed = number;
        return this;
    }

    /** Sets the port on 127.0.0.1. By default, it is 0, which stands for any free port. */
    public SimulatorBuilder port(int number) {
        port = number;
        return this;
    }

    /** Sets how many of the latest requests {@link Simulator#log()} contains, 100,000 by default. */
    public SimulatorBuilder logLimit(int requests) {
        logLimit = requests;
        return this;
    }

    /**
     * Starts a simulator with these settings. Can be called repeatedly.
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
