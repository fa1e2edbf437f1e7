package dev.llmbench.plan;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * A trace that is replayed: each of its requests starts when it arrived in the trace, whatever the answers.
 *
 * <pre>{@code
 * result.plan().load().replay().ifPresent(replay -> System.out.println(replay.inWords()));
 * }</pre>
 *
 * @param requests how many there are, at least 1
 * @param length how long that part of the trace is which is replayed, in trace time
 * @param speed how many times as fast as it was, 0.001 to 1,000: at 2 all times are halved
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
                    "load", LoadModel.TRACE, "a trace has a request and a length", "Give it another dataset");
        }
    }

    /**
     * Requires a speed at which a trace can be replayed.
     *
     * @throws ConfigurationException if it is none
     */
    public static void requireSpeed(double speed) {
        if (!(speed >= SLOWEST && speed <= FASTEST)) {
            throw ConfigurationException.of(
                    "traceSpeed",
                    speed,
                    "a trace is replayed at 0.001 to 1,000 times its speed",
                    "Write for example 2 for twice as fast as it was");
        }
    }

    /** How long the replay takes; to the microsecond. */
    public Duration duration() {
        return Duration.ofNanos((long) Math.ceil(micros(length) / speed) * 1_000);
    }

    /**
     * When a request of the trace starts.
     *
     * @param micros when it arrived there, in microseconds from the start of the window
     * @return microseconds from the start of the replay, before its end
     */
    public long at(long micros) {
        return Math.min((long) Math.floor(micros / speed), micros(duration()) - 1);
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    /** How many requests start a second, on average. */
    public double rate() {
        return requests / (duration().toNanos() / 1e9);
    }

    /** The one stage of the load, at the mean rate. */
    List<Stage> stages() {
        return List.of(new Stage(rate(), duration()));
    }

    void requireCarriedOut(Duration longest) {
        if (duration().compareTo(longest) > 0) {
            throw ConfigurationException.of(
                    "traceWindow",
                    window.inWords(),
                    "the replay takes " + rounded(duration()) + ", and a run lasts at most " + longest.toDays()
                            + " days",
                    "Cut the trace, such as by traceWindow = \"0s..10m\", or raise traceSpeed");
        }
        if (rate() > Stage.MOST) {
            throw ConfigurationException.of(
                    "traceSpeed",
                    LoadModel.number(speed),
                    String.format(
                            Locale.ROOT, "this makes %.0f requests a second, and %d are the most", rate(), Stage.MOST),
                    "Replay it more slowly");
        }
    }

    /** Such as {@code trace 10m} or {@code trace 2x 5m}. */
    public String inWords() {
        return "trace " + (speed == 1 ? "" : speedInWords() + " ") + rounded(duration());
    }

    /** Such as {@code 2x}. */
    public String speedInWords() {
        return LoadModel.number(speed) + "x";
    }

    /** A duration as people say it: whole seconds where there are several. */
    public static String rounded(Duration duration) {
        return Durations.format(
                duration.compareTo(WHOLE_SECONDS_FROM) < 0
                        ? duration
                        : duration.plusMillis(500).truncatedTo(ChronoUnit.SECONDS));
    }
}
