package dev.llmbench.simulator;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Draws the lot of each request, in order of arrival.
 *
 * <p>Each request has a source of chance of its own, so that one distribution's draws don't shift the next request's.
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
        FailureInjection failure = failure(lot, overrides);
        return new AnswerPlan(
                overrides.ttft().orElse(ttft),
                overrides.tpot().orElse(tpot),
                output.tokens(),
                output.capped(),
                failure.errorStatus(),
                failure.fault());
    }

    private FailureInjection failure(double lot, RequestOverrides overrides) {
        if (overrides.errorStatus().isPresent() || overrides.fault().isPresent()) {
            return new FailureInjection(1, overrides.errorStatus(), overrides.fault());
        }
        double below = 0;
        for (FailureInjection failure : settings.failures()) {
            below += failure.rate();
            if (lot < below) {
                return failure;
            }
        }
        return new FailureInjection(0, OptionalInt.empty(), Optional.empty());
    }

    private static long nanos(Delay delay, RandomGenerator random) {
        return Math.max(0, Math.min(Checks.LONGEST.toNanos(), delay.nanos(random)));
    }
}
