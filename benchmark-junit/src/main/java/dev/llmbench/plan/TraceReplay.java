package dev.llmbench.plan;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * A trace that is replayed: each request starts at its recorded arrival time, regardless of the responses.
 *
 * <pre>{@code
 * result.plan().load().replay().ifPresent(replay -> System.out.println(replay.inWords()));
 * }</pre>
 *
 * @param requests the number of requests, at least 1
 * @param length the length of the replayed part of the trace, in trace time
 * @param speed the speed as a multiple of the original, 0.001 to 1,000: 2 halves all times
 * @param window the part that is replayed
 */
public record TraceReplay(long requests, Duration length, double speed, TraceWindow window) {
    private static final double SLOWEST = 0.001;
    private static final double FASTEST = 1_000;
    private static final Duration WHOLE_SECONDS_FROM = Duration.ofSeconds(10);

    public TraceReplay {
        requireSpeed(speed);
        if (requests < 1 || length.compareTo(Duration.ZERO) <= 0) {
            throw ConfigurationException.of(
                    "load",
                    LoadModel.TRACE,
                    "a trace has at least one request and a length" + " above zero",
                    "Give it another dataset");
        }
    }

    /**
     * Requires a speed at which a trace can be replayed.
     *
     * @throws ConfigurationException if the speed is out of range
     */
    public static void requireSpeed(double speed) {
        if (!(speed >= SLOWEST && speed <= FASTEST)) {
            throw ConfigurationException.of(
                    "traceSpeed",
                    speed,
                    "a trace is replayed at 0.001 to 1,000 times its original speed",
                    "Write for example 2 for twice the original speed");
        }
    }

    /** Returns how long the replay takes, in whole microseconds. */
    public Duration duration() {
        return Duration.ofNanos((long) Math.ceil(micros(length) / speed) * 1_000);
    }

    /**
     * Returns when a request of the trace starts.
     *
     * @param micros its recorded arrival, in microseconds from the start of the window
     * @return microseconds from the start of the replay, before its end
     */
    public long at(long micros) {
        return Math.min((long) Math.floor(micros / speed), micros(duration()) - 1);
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    /** Returns the mean rate in requests per second. */
    public double rate() {
        return requests / (duration().toNanos() / 1e9);
    }

    /** Returns the single stage of the load, at the mean rate. */
    List<Stage> stages() {
        return List.of(new Stage(rate(), duration()));
    }

    void requireFeasible(Duration longest) {
        if (duration().compareTo(longest) > 0) {
            throw ConfigurationException.of(
                    "traceWindow",
                    window.inWords(),
                    "the replay takes " + rounded(duration()) + ", but a run lasts at most " + longest.toDays()
                            + " days",
                    "Cut the trace, for example with traceWindow = \"0s..10m\", or raise traceSpeed");
        }
        if (rate() > Stage.MOST) {
            throw ConfigurationException.of(
                    "traceSpeed",
                    LoadModel.number(speed),
                    String.format(
                            Locale.ROOT,
                            "this makes %.0f requests per second, but at most %d" + " are allowed",
                            rate(),
                            Stage.MOST),
                    "Replay it more slowly");
        }
    }

    /** Describes the replay, such as {@code trace 10m} or {@code trace 2x 5m}. */
    public String inWords() {
        return "trace " + (speed == 1 ? "" : speedInWords() + " ") + rounded(duration());
    }

    /** Returns the speed as text, such as {@code 2x}. */
    public String speedInWords() {
        return LoadModel.number(speed) + "x";
    }

    /** Formats a duration for display, rounded to whole seconds from 10 s up. */
    public static String rounded(Duration duration) {
        return Durations.format(
                duration.compareTo(WHOLE_SECONDS_FROM) < 0
                        ? duration
                        : duration.plusMillis(500).truncatedTo(ChronoUnit.SECONDS));
    }
}
