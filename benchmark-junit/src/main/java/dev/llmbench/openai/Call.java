package dev.llmbench.openai;

import dev.llmbench.sample.Arm;
import dev.llmbench.sample.Moments;
import dev.llmbench.sample.Phase;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.RunClock;
import dev.llmbench.sample.SampleBuilder;

/**
 * A request to send now.
 *
 * @param id the {@code x-request-id} to send
 * @param test the test that it belongs to
 * @param stage the stage in which it was scheduled, counted from 1
 * @param phase warm-up or measured
 * @param user the virtual user that sends it, counted from 1
 * @param request what to send
 * @param clock the clock of the run
 * @param scheduled the time at which the plan wanted it to start, in microseconds since the start of the run
 * @param arm the endpoint that it goes to
 */
public record Call(
        String id,
        String test,
        int stage,
        Phase phase,
        int user,
        PreparedRequest request,
        RunClock clock,
        long scheduled,
        Arm arm) {

    /** Creates a call to the only endpoint. */
    public Call(
            String id,
            String test,
            int stage,
            Phase phase,
            int user,
            PreparedRequest request,
            RunClock clock,
            long scheduled) {
        this(id, test, stage, phase, user, request, clock, scheduled, Arm.CANDIDATE);
    }

    /** Returns a builder for this call's sample, with the given moments. */
    public SampleBuilder sample(Moments at) {
        return RequestSample.builder(at)
                .id(id)
                .test(test)
                .arm(arm)
                .stage(stage)
                .phase(phase)
                .user(user)
                .promptId(request.promptId());
    }
}
