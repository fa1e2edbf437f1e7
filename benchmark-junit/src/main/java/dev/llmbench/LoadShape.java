package dev.llmbench;

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
final class LoadShape {
    static final Duration DEFAULT_HOLD = Duration.ofSeconds(30);
    static final double DEFAULT_PRECISION = 0.05;

    /** The default lowest rate of a search, as a share of its highest rate. */
    private static final double LOWEST_SHARE = 0.01;

    @Nullable
    LoadModel model;

    @Nullable
    LoadProfile profile;

    OptionalDouble target = OptionalDouble.empty();
    Optional<Duration> duration = Optional.empty();
    OptionalDouble startUsers = OptionalDouble.empty();
    OptionalDouble startRate = OptionalDouble.empty();
    final List<Stage> stages = new ArrayList<>();
    Duration sustained = RisingLoad.DEFAULT_SUSTAINED;
    Duration hold = DEFAULT_HOLD;
    double precision = DEFAULT_PRECISION;
    OptionalDouble traceSpeed = OptionalDouble.empty();
    Optional<TraceWindow> traceWindow = Optional.empty();

    /**
     * Whether a trace is to be replayed: if that is set, or if no other load is set.
     *
     * @throws ConfigurationException if another setting contradicts it
     */
    boolean replays() {
        boolean replays = model == LoadModel.TRACE || (model == null && profile == null && stages.isEmpty());
        if (!replays) {
            traceSpeed.ifPresent(speed -> rejectWithStages("traceSpeed", speed));
            traceWindow.ifPresent(window -> rejectWithStages("traceWindow", window.inWords()));
            return false;
        }
        if (!stages.isEmpty() || profile != null) {
            throw ConfigurationException.of(
                    "load",
                    LoadModel.TRACE,
                    (profile == null ? "stages are" : "profile = " + profile + " is")
                            + " set too, but a replayed trace has its own times",
                    "Leave one of them out");
        }
        traceSpeed.ifPresent(TraceReplay::requireSpeed);
        return true;
    }

    private static void rejectWithStages(String attribute, Object value) {
        throw ConfigurationException.of(
                attribute,
                value,
                "it applies to a replayed trace, but this load has stages" + " or a profile",
                "Leave it out, or leave those out and set load = TRACE");
    }

    private static void rejectWithTrace(String attribute, Object value) {
        throw ConfigurationException.of(attribute, value, "a replayed trace has its own arrival times", "Leave it out");
    }

    TraceWindow window() {
        return traceWindow.orElse(TraceWindow.WHOLE);
    }

    /**
     * Returns how the trace of the dataset is replayed.
     *
     * @throws ConfigurationException if the dataset is not a trace, or if another setting contradicts it
     */
    TraceReplay replay(Dataset dataset) {
        Trace trace = dataset.trace().orElseThrow(() -> noTrace(dataset));
        startUsers.ifPresent(users -> rejectWithTrace("startUsers", users));
        startRate.ifPresent(rate -> rejectWithTrace("startRate", rate));
        target.ifPresent(level -> rejectWithTrace("target", level));
        duration.ifPresent(length -> rejectWithTrace("duration", Durations.format(length)));
        return new TraceReplay(trace.requests(), trace.length(), traceSpeed.orElse(1), window());
    }

    private ConfigurationException noTrace(Dataset dataset) {
        String remedy = "Set stages, such as stages = @Stage(target = 10, duration = \"30s\"), with the"
                + " attribute, llmbench.stages or LLMBENCH_STAGES; or use a trace as the dataset";
        if (model == LoadModel.TRACE) {
            return ConfigurationException.of(
                    "load", model, "the dataset is not a trace, but " + dataset.format(), remedy);
        }
        return ConfigurationException.saying("stages is missing: a load test needs it unless its dataset is a"
                + " trace, but " + dataset.location() + " is not one. " + remedy + ".");
    }

    LoadModel model() {
        if (model != null) {
            return model;
        }
        return profile == null ? LoadModel.VIRTUAL_USERS : profile.defaultModel();
    }

    double start() {
        if (profile == LoadProfile.SEARCH) {
            return 0;
        }
        return explicitStart().orElseGet(this::defaultStart);
    }

    private OptionalDouble explicitStart() {
        return model().isOpen() ? startRate : startUsers;
    }

    private double defaultStart() {
        return profile != null && stages.isEmpty() ? profile.start(level(profile), model()) : model().isOpen() ? 0 : 1;
    }

    List<Stage> stages() {
        if (profile == null) {
            rejectWithoutProfile("target", target.isPresent() ? target.getAsDouble() : null);
            rejectWithoutProfile("duration", duration.map(Durations::format).orElse(null));
            return stages;
        }
        if (profile == LoadProfile.SEARCH) {
            return search(profile).stages();
        }
        return stages.isEmpty()
                ? profile.stages(level(profile), duration.orElse(profile.defaultLength()), model())
                : stages;
    }

    private static void rejectWithoutProfile(String attribute, @Nullable Object value) {
        if (value != null) {
            throw ConfigurationException.of(
                    attribute,
                    value,
                    "it belongs to a profile, but there is none",
                    "Set a profile too, such as profile = LOAD," + " or express it in the stages");
        }
    }

    /** Returns how the breakpoint is searched for; empty if it is not. */
    Optional<BreakpointHunt> hunt() {
        if (profile == null || !profile.seeksBreakpoint()) {
            return Optional.empty();
        }
        return Optional.of(profile == LoadProfile.SEARCH ? search(profile) : new RisingLoad(sustained));
    }

    private RateSearch search(LoadProfile search) {
        if (!stages.isEmpty()) {
            throw ConfigurationException.saying("stages are set, but profile = SEARCH chooses its own as it"
                    + " goes. Leave them out, or use profile = BREAKPOINT.");
        }
        if (duration.isPresent()) {
            throw ConfigurationException.of(
                    "duration",
                    Durations.format(duration.get()),
                    "the length of profile = SEARCH follows from hold and precision",
                    "Leave it out");
        }
        double highest = level(search);
        return new RateSearch(startRate.orElse(highest * LOWEST_SHARE), highest, hold, precision);
    }

    private double level(LoadProfile of) {
        return target.orElseThrow(() -> ConfigurationException.saying("target is missing: profile = " + of
                + " needs its highest level. Write for example target = 10, or set stages."));
    }
}
