package dev.llmbench.result;

import dev.llmbench.plan.LoadPlan;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.Stall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Makes results for tests, from a plan and samples. */
public final class Results {
    private Results() {}

    public static LoadResult result(LoadPlan plan, RequestSample... samples) {
        return result(plan, Arrays.asList(samples));
    }

    public static LoadResult result(LoadPlan plan, List<RequestSample> samples) {
        return recorded(plan, samples).result(facts(plan), sink -> {
            samples.forEach(sink::accept);
            return true;
        });
    }

    /** A result whose samples cannot be read again. */
    public static LoadResult resultWithoutReplay(LoadPlan plan, List<RequestSample> samples) {
        return recorded(plan, samples).result(facts(plan), sink -> false);
    }

    /** A result of a run that the generator did not finish. */
    public static LoadResult cutShort(LoadPlan plan, String why, List<RequestSample> samples) {
        RunFacts facts = RunFacts.builder(Instant.EPOCH, plan.load().length())
                .cutShort(Optional.of(why))
                .peakInFlight(1)
                .build();
        return recorded(plan, samples).result(facts, sink -> false);
    }

    private static Recorder recorded(LoadPlan plan, List<RequestSample> samples) {
        Recorder recorder = new Recorder(plan);
        samples.forEach(recorder::accept);
        return recorder;
    }

    /** A result of a run of a minute whose generator stalled so long. */
    public static LoadResult stalled(LoadPlan plan, Stalls stalls, List<RequestSample> samples) {
        RunFacts facts = RunFacts.builder(Instant.EPOCH, Duration.ofMinutes(1))
                .peakInFlight(1)
                .stalls(stalls)
                .build();
        return recorded(plan, samples).result(facts, sink -> false);
    }

    /** A result of a run of the plan's length whose generator stalled then. */
    public static LoadResult stalled(LoadPlan plan, List<Stall> stalls, List<RequestSample> samples) {
        RunFacts facts = RunFacts.builder(Instant.EPOCH, plan.load().length())
                .peakInFlight(1)
                .stalls(Stalls.of(stalls, plan.lagTolerance()))
                .build();
        return recorded(plan, samples).result(facts, sink -> {
            samples.forEach(sink::accept);
            return true;
        });
    }

    /** A result of a run whose generator did so. */
    public static LoadResult generated(LoadPlan plan, GeneratorLog generator, List<RequestSample> samples) {
        RunFacts facts = RunFacts.builder(Instant.EPOCH, plan.load().length())
                .peakInFlight(1)
                .generator(generator)
                .build();
        return recorded(plan, samples).result(facts, sink -> false);
    }

    /** A result of a run that its own abort rule ended after so long. */
    public static LoadResult aborted(LoadPlan plan, Duration elapsed, String why, List<RequestSample> samples) {
        RunFacts facts = RunFacts.builder(Instant.EPOCH, elapsed)
                .aborted(Optional.of(why))
                .peakInFlight(1)
                .build();
        return recorded(plan, samples).result(facts, sink -> false);
    }

    /** A result of a run that found a breaking point, with so many arrivals dropped. */
    public static LoadResult broken(LoadPlan plan, Breakpoint found, long dropped, List<RequestSample> samples) {
        RunFacts facts = RunFacts.builder(Instant.EPOCH, plan.load().end())
                .breakpoint(Optional.of(found))
                .peakInFlight(1)
                .dropped(dropped)
                .build();
        return recorded(plan, samples).result(facts, sink -> false);
    }

    static RunFacts facts(LoadPlan plan) {
        return RunFacts.builder(Instant.EPOCH, plan.load().end())
                .peakInFlight(1)
                .build();
    }

    /** So many samples of each kind, one kind after the other: {@code many(95, fast, 5, slow)}. */
    public static List<RequestSample> many(Object... countsAndSamples) {
        List<RequestSample> all = new ArrayList<>();
        for (int i = 0; i < countsAndSamples.length; i += 2) {
            all.addAll(Collections.nCopies((Integer) countsAndSamples[i], (RequestSample) countsAndSamples[i + 1]));
        }
        return all;
    }
}
