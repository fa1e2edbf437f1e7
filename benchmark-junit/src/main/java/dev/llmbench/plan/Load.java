package dev.llmbench.plan;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How much load there is, and when.
 *
 * <pre>{@code
 * LoadModel model = result.plan().load().model();
 * }</pre>
 *
 * @param model the unit of the targets
 * @param start the level at the start of the first stage: virtual users, or requests per second
 * @param stages the stages in order; at least one
 * @param warmUp how long the start level (or the first target above zero) is held before the first stage; requests sent
 * meanwhile appear in the CSV but in no metric
 * @param gracefulStop how long a stopping user, or a request in flight at the end, may still wait for the response before it
 * is cut off
 * @param pace when a virtual user sends its next request
 * @param limits the limits on the number of requests
 * @param maxInFlight the maximum number of requests in flight in the open model; arrivals beyond it are dropped and counted
 * @param seed the seed of the order of the prompts, of random arrivals and of a trace's texts
 * @param replay the trace to replay; present if and only if the model is {@link LoadModel#TRACE}
 */
public record Load(
        LoadModel model,
        double start,
        List<Stage> stages,
        Duration warmUp,
        Duration gracefulStop,
        Pace pace,
        Limits limits,
        int maxInFlight,
        long seed,
        Optional<TraceReplay> replay) {

    /** The default {@link #maxInFlight}. */
    public static final int DEFAULT_MAX_IN_FLIGHT = 1_000;

    private static final Duration LONGEST = Duration.ofDays(30);

    public Load {
        stages = List.copyOf(stages);
        requireReplayable(model, replay, warmUp);
        if (stages.isEmpty()) {
            throw ConfigurationException.saying(
                    "stages is empty: a load test needs at least one stage. Write for example"
                            + " stages = @Stage(target = 10, duration = \"30s\").");
        }
        String startAttribute = model.isOpen() ? "startRate" : "startUsers";
        if (!(start >= 0) || Double.isInfinite(start)) {
            throw ConfigurationException.of(
                    startAttribute, LoadModel.number(start), "a load is not negative", "Write 0 or more");
        }
        if (!model.isOpen()) {
            requireWhole(startAttribute, start);
            stages.forEach(stage -> requireWhole("stages.target", stage.target()));
        }
        if (start == 0 && stages.stream().allMatch(stage -> stage.target() == 0)) {
            throw ConfigurationException.saying("stages never have any load: " + startAttribute
                    + " and every target are 0. Give a stage a target above 0.");
        }
        if (maxInFlight < 1) {
            throw ConfigurationException.of(
                    "maxInFlight", maxInFlight, "at least one request must be allowed in flight", "Write 1 or more");
        }
        if (model.isOpen() && !pace.isNone()) {
            throw ConfigurationException.saying(
                    "thinkTime and pacing are for virtual users; arrivals follow their rate. Leave them out,"
                            + " or use load = VIRTUAL_USERS.");
        }
        if (model.isOpen() && pace.honoursRetryAfter()) {
            throw ConfigurationException.saying(
                    "honourRetryAfter is for virtual users; arrivals follow their rate, whatever a server asks for."
                            + " Leave it out, or use load = VIRTUAL_USERS.");
        }
        if (model.isOpen() && !pace.errorPause().equals(Pace.DEFAULT_ERROR_PAUSE)) {
            throw ConfigurationException.saying(
                    "errorPause is for virtual users; arrivals follow their rate, however earlier requests end."
                            + " Leave it out, or use load = VIRTUAL_USERS.");
        }
        if (model.isOpen() && limits.requestsPerUser().isPresent()) {
            throw ConfigurationException.saying("maxRequestsPerUser is for virtual users, and arrivals have none."
                    + " Use maxRequests, or load = VIRTUAL_USERS.");
        }
        Duration length = length(stages);
        if (length.isZero()) {
            throw ConfigurationException.saying(
                    "stages have no length: give at least one of them a duration, for example \"30s\".");
        }
        if (length.compareTo(LONGEST) > 0) {
            throw ConfigurationException.of(
                    "stages", Durations.format(length), "a run lasts at most 30 days", "Shorten the stages");
        }
        requireNotNegative("gracefulStop", gracefulStop);
        requireNotNegative("warmUp", warmUp);
    }

    /** A load that follows its stages. */
    public Load(
            LoadModel model,
            double start,
            List<Stage> stages,
            Duration warmUp,
            Duration gracefulStop,
            Pace pace,
            Limits limits,
            int maxInFlight,
            long seed) {
        this(model, start, stages, warmUp, gracefulStop, pace, limits, maxInFlight, seed, Optional.empty());
    }

    /** Returns a load that replays a trace. Its single stage is as long as the replay, and its target is the mean rate. */
    public static Load ofTrace(
            TraceReplay replay,
            Duration warmUp,
            Duration gracefulStop,
            Pace pace,
            Limits limits,
            int maxInFlight,
            long seed) {
        replay.requireFeasible(LONGEST);
        return new Load(
                LoadModel.TRACE,
                replay.rate(),
                replay.stages(),
                warmUp,
                gracefulStop,
                pace,
                limits,
                maxInFlight,
                seed,
                Optional.of(replay));
    }

    private static void requireReplayable(LoadModel model, Optional<TraceReplay> replay, Duration warmUp) {
        if ((model == LoadModel.TRACE) != replay.isPresent()) {
            throw ConfigurationException.of(
                    "load", model, "TRACE replays a trace, and no other load does", "Give a trace as the dataset");
        }
        if (replay.isPresent() && !warmUp.isZero()) {
            throw ConfigurationException.of(
                    "warmUp",
                    Durations.format(warmUp),
                    "a replayed trace has no level that could be held before it",
                    "Leave it out, or warm the target up with a separate load test");
        }
    }

    /** Returns a load of virtual users without warm-up or limits. */
    public static Load ofUsers(int start, List<Stage> stages, Duration gracefulStop, Duration thinkTime, long seed) {
        return new Load(
                LoadModel.VIRTUAL_USERS,
                start,
                stages,
                Duration.ZERO,
                gracefulStop,
                new Pace(ThinkTime.fixed(thinkTime), Duration.ZERO),
                Limits.NONE,
                DEFAULT_MAX_IN_FLIGHT,
                seed);
    }

    /** Returns a load of evenly spaced arrivals without warm-up or limits. */
    public static Load ofArrivals(
            double startRate, List<Stage> stages, Duration gracefulStop, int maxInFlight, long seed) {
        return new Load(
                LoadModel.ARRIVAL_RATE,
                startRate,
                stages,
                Duration.ZERO,
                gracefulStop,
                Pace.NONE,
                Limits.NONE,
                maxInFlight,
                seed);
    }

    /** Returns this load with other stages. */
    Load withStages(List<Stage> others) {
        return new Load(model, start, others, warmUp, gracefulStop, pace, limits, maxInFlight, seed, replay);
    }

    private static void requireWhole(String attribute, double users) {
        if (users != Math.rint(users)) {
            throw ConfigurationException.of(
                    attribute,
                    users,
                    "the number of virtual users is whole",
                    "Write a whole number, or use load =" + " ARRIVAL_RATE");
        }
    }

    private static void requireNotNegative(String attribute, Duration duration) {
        if (duration.isNegative()) {
            throw ConfigurationException.of(attribute, duration, "a duration is not negative", "Write 0s or more");
        }
    }

    /** Returns when the last stage ends, from the start of the run: the warm-up plus all stages. */
    public Duration end() {
        return warmUp.plus(length());
    }

    /** Returns the level that is held during the warm-up. */
    public double warmUpLevel() {
        return start > 0
                ? start
                : stages.stream()
                        .mapToDouble(Stage::target)
                        .filter(target -> target > 0)
                        .findFirst()
                        .orElse(0);
    }

    /** Returns the highest level of the load, in users or requests per second; 0 for a trace. */
    public double highestLevel() {
        return Math.max(
                Math.max(start, warmUpLevel()),
                stages.stream().mapToDouble(Stage::target).max().orElse(0));
    }

    /** Returns the planned length of all stages together. */
    public Duration length() {
        return length(stages);
    }

    private static Duration length(List<Stage> stages) {
        return stages.stream().map(Stage::duration).reduce(Duration.ZERO, Duration::plus);
    }

    /**
     * Whether the load is held at one level. Stages of zero length, which jump to their target, don't count. A trace has no
     * level.
     *
     * @param stage the stage, counted from 1; empty for the run
     */
    public boolean isSteady(OptionalInt stage) {
        if (replay.isPresent()) {
            return false;
        }
        int first = stage.isPresent() ? stage.getAsInt() - 1 : 0;
        int end = stage.isPresent() ? first + 1 : stages.size();
        Set<Double> levels = new HashSet<>();
        for (int i = first; i < end; i++) {
            if (!stages.get(i).duration().isZero()) {
                levels.add(i == 0 ? start : stages.get(i - 1).target());
                levels.add(stages.get(i).target());
            }
        }
        return levels.size() == 1;
    }

    /**
     * Whether the load is held at one level between two moments.
     *
     * @param from the first moment, from the start of the run
     * @param to the second moment, likewise
     */
    public boolean isSteady(Duration from, Duration to) {
        if (replay.isPresent()) {
            return false;
        }
        Duration begin = warmUp;
        Set<Double> levels = new HashSet<>();
        double level = start;
        for (Stage stage : stages) {
            Duration end = begin.plus(stage.duration());
            if (begin.compareTo(to) < 0 && end.compareTo(from) > 0) {
                levels.add(level);
                levels.add(stage.target());
            }
            level = stage.target();
            begin = end;
        }
        return levels.size() == 1;
    }

    /**
     * Describes a stage, such as {@code 1 → 10 users 30s}, {@code 2.5/s 2m}, {@code jump to 10 users} or {@code trace 2x
     * 5m}.
     *
     * @param number the stage, counted from 1
     */
    public String inWords(int number) {
        if (replay.isPresent()) {
            return replay.get().inWords();
        }
        Stage stage = stages.get(number - 1);
        double before = number == 1 ? start : stages.get(number - 2).target();
        String target = model.words(stage.target());
        if (stage.duration().isZero()) {
            return "jump to " + target;
        }
        String ramp = before == stage.target() ? "" : LoadModel.number(before) + " → ";
        return ramp + target + " " + Durations.format(stage.duration());
    }

    /**
     * Returns the planned level at the given time, in users or requests per second; for a trace, the mean rate; 0 after the
     * end.
     */
    public double levelAt(Duration time) {
        if (time.compareTo(warmUp) < 0) {
            return warmUpLevel();
        }
        double before = start;
        Duration from = warmUp;
        for (Stage stage : stages) {
            Duration end = from.plus(stage.duration());
            if (time.compareTo(end) < 0) {
                double share =
                        (double) time.minus(from).toNanos() / stage.duration().toNanos();
                return before + (stage.target() - before) * share;
            }
            before = stage.target();
            from = end;
        }
        return 0;
    }

    /**
     * Returns the planned amount of load between two moments: the level integrated over time, in user-seconds or requests.
     *
     * @param from from the start of the run, after the warm-up
     * @param to likewise
     */
    public double amount(Duration from, Duration to) {
        double sum = 0;
        double before = start;
        Duration begin = warmUp;
        for (Stage stage : stages) {
            Duration end = begin.plus(stage.duration());
            Duration first = from.compareTo(begin) > 0 ? from : begin;
            Duration last = to.compareTo(end) < 0 ? to : end;
            if (first.compareTo(last) < 0) {
                double length = stage.duration().toNanos();
                double middle =
                        (first.minus(begin).toNanos() + last.minus(begin).toNanos()) / 2.0 / length;
                sum += (before + (stage.target() - before) * middle)
                        * (last.minus(first).toNanos() / 1e9);
            }
            before = stage.target();
            begin = end;
        }
        return sum;
    }
}
