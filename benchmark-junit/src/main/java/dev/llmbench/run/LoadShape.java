package dev.llmbench.run;

import dev.llmbench.dataset.Dataset;
import dev.llmbench.dataset.trace.Trace;
import dev.llmbench.plan.BreakpointHunt;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.Durations;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.plan.LoadProfile;
import dev.llmbench.plan.RateSearch;
import dev.llmbench.plan.RisingLoad;
import dev.llmbench.plan.Stage;
import dev.llmbench.plan.TraceReplay;
import dev.llmbench.plan.TraceWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The shape of the load: what was set explicitly, with defaults from the profile. */
public final class LoadShape {
    static final Duration USUAL_HOLD = Duration.ofSeconds(30);
    static final double USUAL_PRECISION = 0.05;

    /** A search that is not told where to start goes down to this share of its highest rate. */
    private static final double LOWEST_SHARE = 0.01;

    @Nullable
    public LoadModel model;

    @Nullable
    public LoadProfile profile;

    public OptionalDouble target = OptionalDouble.empty();
    public Optional<Duration> duration = Optional.empty();
    public OptionalDouble startUsers = OptionalDouble.empty();
    public OptionalDouble startRate = OptionalDouble.empty();
    public final List<Stage> stages = new ArrayList<>();
    public Duration sustained = RisingLoad.USUALLY_SUSTAINED;
    public Duration hold = USUAL_HOLD;
    public double precision = USUAL_PRECISION;
    public OptionalDouble traceSpeed = OptionalDouble.empty();
    public Optional<TraceWindow> traceWindow = Optional.empty();

    /**
     * Whether a trace is to be replayed: where that is said, or where nothing is said that makes another load of the dataset.
     *
     * @throws ConfigurationException if something is said that does not go with it
     */
    public boolean replays() {
        boolean replays = model == LoadModel.TRACE || (model == null && profile == null && stages.isEmpty());
        if (!replays) {
            traceSpeed.ifPresent(speed -> refuseOfStages("traceSpeed", speed));
            traceWindow.ifPresent(window -> refuseOfStages("traceWindow", window.inWords()));
            return false;
        }
        if (!stages.isEmpty() || profile != null) {
            throw ConfigurationException.of(
                    "load",
                    LoadModel.TRACE,
                    (profile == null ? "stages are" : "profile = " + profile + " is")
                            + " given too, and a trace that is replayed has its own times",
                    "Leave one of them out");
        }
        traceSpeed.ifPresent(TraceReplay::requireSpeed);
        return true;
    }

    private static void refuseOfStages(String attribute, Object value) {
        throw ConfigurationException.of(
                attribute,
                value,
                "it is of a trace that is replayed, and this load has stages or a profile",
                "Leave it out, or leave those out and give load = TRACE");
    }

    private static void refuseOfTrace(String attribute, Object value) {
        throw ConfigurationException.of(
                attribute, value, "a trace that is replayed has its own arrival times", "Leave it out");
    }

    public TraceWindow window() {
        return traceWindow.orElse(TraceWindow.WHOLE);
    }

    /**
     * How the trace of the dataset is replayed.
     *
     * @throws ConfigurationException if it is no trace, or if something is said that does not go with one
     */
    public TraceReplay replay(Dataset dataset) {
        Trace trace = dataset.trace().orElseThrow(() -> noTrace(dataset));
        startUsers.ifPresent(users -> refuseOfTrace("startUsers", users));
        startRate.ifPresent(rate -> refuseOfTrace("startRate", rate));
        target.ifPresent(level -> refuseOfTrace("target", level));
        duration.ifPresent(length -> refuseOfTrace("duration", Durations.format(length)));
        return new TraceReplay(trace.requests(), trace.length(), traceSpeed.orElse(1), window());
    }

    private ConfigurationException noTrace(Dataset dataset) {
        String remedy = "Give it stages, such as stages = @Stage(target = 10, duration = \"30s\"), by the attribute, by"
                + " llmbench.stages or by LLMBENCH_STAGES; or give a trace as its dataset";
        if (model == LoadModel.TRACE) {
            return ConfigurationException.of("load", model, "the dataset is no trace, but " + dataset.format(), remedy);
        }
        return ConfigurationException.saying(
                "stages is missing: a load test needs it unless its dataset is a trace, and " + dataset.location()
                        + " is none. " + remedy + ".");
    }

    public LoadModel model() {
        if (model != null) {
            return model;
        }
        return profile == null ? LoadModel.VIRTUAL_USERS : profile.usualModel();
    }

    public double start() {
        if (profile == LoadProfile.SEARCH) {
            return 0;
        }
        return given().orElseGet(this::usualStart);
    }

    private OptionalDouble given() {
        return model().isOpen() ? startRate : startUsers;
    }

    private double usualStart() {
        return profile != null && stages.isEmpty() ? profile.start(level(profile), model()) : model().isOpen() ? 0 : 1;
    }

    public List<Stage> stages() {
        if (profile == null) {
            refuse("target", target.isPresent() ? target.getAsDouble() : null);
            refuse("duration", duration.map(Durations::format).orElse(null));
            return stages;
        }
        if (profile == LoadProfile.SEARCH) {
            return search(profile).stages();
        }
        return stages.isEmpty()
                ? profile.stages(level(profile), duration.orElse(profile.usualLength()), model())
                : stages;
    }

    private static void refuse(String attribute, @Nullable Object value) {
        if (value != null) {
            throw ConfigurationException.of(
                    attribute,
                    value,
                    "it belongs to a profile, and there is none",
                    "Give a profile too, such as profile = LOAD, or say it in the stages");
        }
    }

    /** How the breaking point is looked for; empty where it is not. */
    public Optional<BreakpointHunt> hunt() {
        if (profile == null || !profile.seeksBreakpoint()) {
            return Optional.empty();
        }
        return Optional.of(profile == LoadProfile.SEARCH ? search(profile) : new RisingLoad(sustained));
    }

    private RateSearch search(LoadProfile search) {
        if (!stages.isEmpty()) {
            throw ConfigurationException.saying("stages are given, and profile = SEARCH chooses its own as it goes."
                    + " Leave them out, or use profile = BREAKPOINT.");
        }
        if (duration.isPresent()) {
            throw ConfigurationException.of(
                    "duration",
                    Durations.format(duration.get()),
                    "how long profile = SEARCH takes follows from hold and precision",
                    "Leave it out");
        }
        double highest = level(search);
        return new RateSearch(startRate.orElse(highest * LOWEST_SHARE), highest, hold, precision);
    }

    private double level(LoadProfile of) {
        return target.orElseThrow(() -> ConfigurationException.saying("target is missing: profile = " + of
                + " needs the level that it goes up to. Write for example target = 10, or give stages."));
    }
}
