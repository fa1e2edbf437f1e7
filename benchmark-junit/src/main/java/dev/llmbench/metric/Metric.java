package dev.llmbench.metric;

import dev.llmbench.sample.Moments;
import dev.llmbench.sample.RequestSample;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The metrics that can be reported, budgeted and asserted.
 *
 * <pre>{@code
 * OptionalDouble errors = result.run().value(Metric.ERROR_RATE, Statistic.VALUE);
 * }</pre>
 */
public enum Metric {
    /** Time to first token, from the first byte sent: the time that the server took. */
    TTFT(
            "TTFT",
            RequestSample::ttft,
            sample -> sample.waitedForFirstToken(sample.at().sent()),
            RequestSample::firstTokenDelay),
    /**
     * Time to first token from the moment at which the request was scheduled: the time that a user waited, free of
     * coordinated omission.
     */
    TTFT_FROM_SCHEDULE(
            "TTFT from schedule",
            RequestSample::ttftFromSchedule,
            sample -> sample.waitedForFirstToken(sample.at().scheduled()),
            sample -> sample.firstTokenDelay() + sample.at().delays().beforeSent()),
    /** Time to first output other than reasoning, from the first byte sent. */
    TTFO(
            "TTFO",
            RequestSample::ttfo,
            RequestSample::waitedForFirstContent,
            sample -> sample.at().delays().content()),
    /** Time per output token after the first, also known as inter-token latency. */
    TPOT("TPOT", RequestSample::tpot, RequestSample::waitedPerToken, RequestSample::tpotDelay),
    /** The gap between successive events with output. */
    CHUNK_GAP("Chunk gap", sample -> Moments.ABSENT, RequestSample::waitedForChunk, sample -> 0),
    /** The time from the first byte sent to the end of the response. */
    E2E(
            "E2E latency",
            RequestSample::e2e,
            RequestSample::e2e,
            sample -> sample.at().delays().end()),
    /** The time from the moment at which the request was scheduled to the end of the response. */
    E2E_FROM_SCHEDULE(
            "E2E latency from schedule",
            RequestSample::e2eFromSchedule,
            RequestSample::e2eFromSchedule,
            sample -> sample.at().delays().end() + sample.at().delays().beforeSent()),
    /**
     * The time from the first byte sent to the response head, or to the first byte of a document that is not streamed;
     * called {@code waiting} in files, {@code http_req_waiting} by k6, and TTFB elsewhere.
     */
    WAITING(
            "First byte",
            RequestSample::waiting,
            sample -> sample.waiting() == Moments.ABSENT ? sample.e2e() : sample.waiting(),
            RequestSample::waitingDelay),
    /**
     * The time for name look-up, TCP and TLS (for HTTP/2 also the server's settings) of a connection that the request
     * waited for.
     */
    CONNECT(
            "Connect",
            RequestSample::connect,
            sample -> Moments.ABSENT,
            sample -> sample.at().delays().connect()),
    /** The generator's own delay before the first byte was sent. */
    DISPATCH_LAG(
            "Dispatch lag",
            RequestSample::dispatchLag,
            sample -> Moments.ABSENT,
            sample -> sample.at().delays().sent()),

    /** The error rate: errors / (ok + errors). */
    ERROR_RATE("Error rate", Kind.PROPORTION),
    /** The fraction of good requests: those that ended ok and met every goodput limit / (ok + errors). */
    GOOD_FRACTION("Good fraction", Kind.PROPORTION),
    /** The number of requests that ended ok, per second. */
    REQUEST_THROUGHPUT("Request throughput", Kind.PER_SECOND),
    /** The number of output tokens of requests that ended ok, per second. */
    OUTPUT_TOKEN_THROUGHPUT("Output token throughput", Kind.PER_SECOND),
    /** The number of prompt and output tokens of requests that ended ok, per second. */
    TOTAL_TOKEN_THROUGHPUT("Total token throughput", Kind.PER_SECOND),
    /** The number of requests that ended ok and met every goodput limit, per second. */
    GOODPUT("Goodput", Kind.PER_SECOND),
    /** Model bandwidth utilization, see {@link Utilization#mbu}. Requires a profile of the model and its hardware. */
    MBU("MBU", Kind.UTILIZATION),
    /**
     * Model throughput utilization, which is MFU expressed in tokens, see {@link Utilization#mtu}. Also requires a
     * profile.
     */
    MTU("MTU", Kind.UTILIZATION),
    /** The number of requests that ended ok. */
    OK_REQUESTS("Ok requests", Kind.COUNT),
    /** The number of requests that ended with an error. */
    ERRORS("Errors", Kind.COUNT);

    /** The kind of a metric's values. */
    public enum Kind {
        /** A time per request, in microseconds, for which there are statistics. */
        LATENCY,
        /** A fraction between 0 and 1. */
        PROPORTION,
        /** A rate per second. */
        PER_SECOND,
        /** A number of requests. */
        COUNT,
        /** A fraction of what the hardware can do, where 1 is all of it. */
        UTILIZATION
    }

    private final String label;
    private final Kind kind;

    @SuppressWarnings("ImmutableEnumChecker") // method references without state
    private final @Nullable ToLongFunction<RequestSample> value;

    @SuppressWarnings("ImmutableEnumChecker")
    private final @Nullable ToLongFunction<RequestSample> waited;

    @SuppressWarnings("ImmutableEnumChecker")
    private final @Nullable ToLongFunction<RequestSample> delay;

    Metric(
            String label,
            ToLongFunction<RequestSample> value,
            ToLongFunction<RequestSample> waited,
            ToLongFunction<RequestSample> delay) {
        this.label = label;
        this.kind = Kind.LATENCY;
        this.value = value;
        this.waited = waited;
        this.delay = delay;
    }

    Metric(String label, Kind kind) {
        this.label = label;
        this.kind = kind;
        this.value = null;
        this.waited = null;
        this.delay = null;
    }

    /** Returns the usual name of the metric, such as {@code TTFT}. */
    public String label() {
        return label;
    }

    /** Returns the metric's name in CSV and JSON: lower case with underscores. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Kind kind() {
        return kind;
    }

    public boolean isLatency() {
        return kind == Kind.LATENCY;
    }

    /**
     * Returns this latency of one request in microseconds; {@link Moments#ABSENT} if the request has none. A request
     * has many chunk gaps: see {@link RequestSample#gaps()}.
     */
    public long of(RequestSample sample) {
        return value == null ? Moments.ABSENT : value.applyAsLong(sample);
    }

    /** Returns the lower bound of the true latency of one request: without what the generator may have added. */
    public long least(RequestSample sample) {
        return withoutDelay(of(sample), sample);
    }

    /**
     * Returns the upper bound of the true latency of one request. This is its value except for TPOT, which begins with
     * a received token: receiving the first token late shortens it.
     */
    public long most(RequestSample sample) {
        long measured = of(sample);
        return measured == Moments.ABSENT || this != TPOT ? measured : measured + sample.tpotShortening();
    }

    /** Returns the lower bound of the true wait of a request that was cut off, see {@link #waited}. */
    public long waitedLeast(RequestSample sample) {
        long delayed = withoutDelay(waited(sample), sample);
        return delayed == Moments.ABSENT
                ? delayed
                : Math.max(
                        0,
                        Math.min(delayed, waited(sample) - sample.at().delays().end()));
    }

    private long withoutDelay(long measured, RequestSample sample) {
        return measured == Moments.ABSENT || delay == null
                ? measured
                : Math.max(0, measured - delay.applyAsLong(sample));
    }

    /**
     * Returns how long a request that was cut off or timed out had waited, in microseconds, which is a lower bound for
     * this latency. Hanging must not look like speed.
     */
    public long waited(RequestSample sample) {
        return waited == null ? Moments.ABSENT : waited.applyAsLong(sample);
    }
}
