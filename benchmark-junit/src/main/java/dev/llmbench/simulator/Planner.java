package dev.llmbench.simulator;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Makes the random choices for each request, in order of arrival.
 *
 * <p>Each request has its own random generator, so that the number of draws for one does not affect the next.
 */
final class Planner {

    private final SimulatorSettings settings;
    private final SplittableRandom seeds;

    Planner(SimulatorSettings settings) {
        this.settings = settings;
        this.seeds = new SplittableRandom(settings.seed());
    }

    AnswerPlan plan(CompletionRequest request, RequestOverrides overrides) {
        SplittableRandom random = seeds.split();
        double lot = random.nextDouble();
        long ttft = nanos(settings.ttft(), random);
        long tpot = nanos(settings.tpot(), random);
        int natural = Math.max(1, settings.outputTokens().tokens(random));
        CompletionRequest.OutputLength output =
                request.output(overrides.tokens().orElse(natural));
        SimulatorSettings.Failure failure = failure(lot, overrides);
        return new AnswerPlan(
                overrides.ttft().orElse(ttft),
                overrides.tpot().orElse(tpot),
                output.tokens(),
                output.capped(),
                failure.errorStatus(),
                failure.fault());
    }

    private SimulatorSettings.Failure failure(double lot, RequestOverrides overrides) {
        if (overrides.errorStatus().isPresent() || overrides.fault().isPresent()) {
            return new SimulatorSettings.Failure(1, overrides.errorStatus(), overrides.fault());
        }
        double below = 0;
        for (SimulatorSettings.Failure failure : settings.failures()) {
            below += failure.rate();
            if (lot < below) {
                return failure;
            }
        }
        return new SimulatorSettings.Failure(0, OptionalInt.empty(), Optional.empty());
    }

    private static long nanos(Delay delay, RandomGenerator random) {
        return Math.max(0, Math.min(Checks.LONGEST.toNanos(), delay.nanos(random)));
    }
}
