package dev.llmbench.result;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.LoadTest;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Plans;
import dev.llmbench.plan.Stage;
import dev.llmbench.sample.Arm;
import dev.llmbench.sample.Delays;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.Stall;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A run that is spread over workers is only as valid as the worst of them. */
class WorkersValidityTest {
    private static final LoadPlan ARRIVALS = Plans.plan(
            Load.ofArrivals(10, List.of(new Stage(10, Duration.ofMinutes(1))), Duration.ofSeconds(5), 100, 0));
    private static final RequestSample OK = Samples.ok().sample();

    @Test
    void aRunInWhichEachDidItsPartIsValid() {
        assertThat(Workers.result(ARRIVALS, Workers.fine(5), OK).validity().isValid())
                .isTrue();
    }

    @Test
    void aWorkerThatWasLostIsNamedWithItsShareAndTheRequestsThatHaveNoRow() {
        assertThat(causes(worker -> worker.ended("was lost at 0:41").rows(171)))
                .containsExactly("Worker 2 of 5 (ci-w-2) was lost at 0:41: its share of the load (about 20 %) was not"
                        + " sent from then on; at least 37 requests that it had sent have no row");
        assertThat(causes(worker -> worker.ended("was told to exit at 0:41")))
                .containsExactly("Worker 2 of 5 (ci-w-2) was told to exit at 0:41: its share of the load (about 20 %)"
                        + " was not sent from then on");
    }

    @Test
    void aLostWorkerIsNamedEvenIfNothingEndedOk() {
        RequestSample refused = Samples.failed(Outcome.CONNECT, "refused").sample();

        assertThat(Workers.result(
                                ARRIVALS,
                                List.of(Workers.worker(1)
                                        .ended("was lost at 0:41")
                                        .facts()),
                                refused)
                        .validity()
                        .causes())
                .hasSize(2)
                .last()
                .asString()
                .contains("Worker 1 of 1 (ci-w-1) was lost");
    }

    @Test
    void inARunWithTwoEndpointsALostWorkerIsNamedOnce() {
        LoadPlan plan = LoadTest.builder()
                .endpoint("http://candidate.test/v1/chat/completions")
                .against("http://baseline.test/v1/chat/completions")
                .dataset("classpath:junit/chat.jsonl")
                .stage(10, Duration.ofMinutes(1))
                .build()
                .plan();

        assertThat(Workers.result(
                                plan,
                                among(Workers.worker(2).ended("was lost at 0:41")),
                                OK,
                                OK.toBuilder().arm(Arm.BASELINE).build())
                        .validity()
                        .causes())
                .hasSize(1);
    }

    @Test
    void resultsThatNeverArrivedAreNamedEvenIfTheWorkerFinished() {
        assertThat(causes(worker -> worker.rows(207)))
                .containsExactly("Worker 2 of 5 (ci-w-2) did not deliver all results: 1 request that it had sent has no"
                        + " row");
    }

    @Test
    void oneLateWorkerOfManyIsNamedThoughThePercentileOfAllIsGood() {
        LoadResult result = lagging(ARRIVALS, Workers.worker(2).cpu(0.93), late(ofMillis(259), 0));

        assertThat(result.facts().workers().get(1).lagP99()).hasValue(259_000);
        assertThat(result.validity().causes())
                .containsExactly(
                        "Worker 2 of 5 (ci-w-2) was late: it did not stall, but its dispatch lag p99 was 259 ms,"
                                + " more than 10 ms, so its requests did not arrive as planned. It used 93 % of 4 cores. Lower the"
                                + " rate, give the workers more CPU, run them on different machines than the server, or use one"
                                + " more worker");
    }

    @Test
    void requestsThatAStallHeldBackDoNotMakeAWorkerLate() {
        assertThat(lagging(ARRIVALS, Workers.worker(2), late(ofMillis(259), 255_000))
                        .validity()
                        .isValid())
                .isTrue();
    }

    @Test
    void virtualUsersOfAWorkerMayWaitForIt() {
        assertThat(lagging(Plans.plan(), Workers.worker(2), late(ofMillis(259), 0))
                        .validity()
                        .isValid())
                .isTrue();
    }

    @Test
    void aWorkerThatStalledForLongIsNamed() {
        Stalls eleven = Stalls.of(List.of(new Stall(1_000_000, 12_000_000)), ofMillis(10));

        assertThat(causes(worker -> worker.stalled(eleven)))
                .containsExactly("Worker 2 of 5 (ci-w-2) stalled for 11 s, more than 10s. Run it on a machine that"
                        + " is not suspended");
    }

    @Test
    void shorterStallsThatFollowEachOtherOnTwoWorkersAreNoFaultOfEither() {
        Stalls first = Stalls.of(List.of(new Stall(1_000_000, 9_000_000)), ofMillis(10));
        Stalls second = Stalls.of(List.of(new Stall(8_000_000, 17_000_000)), ofMillis(10));
        LoadResult result = Workers.result(
                ARRIVALS,
                List.of(
                        Workers.worker(1).stalled(first).facts(),
                        Workers.worker(2).stalled(second).facts()),
                OK);

        assertThat(result.facts().stalls().longest()).isEqualTo(Duration.ofSeconds(16));
        assertThat(result.validity().isValid()).isTrue();
    }

    @Test
    void clocksThatDisagreeAreNamedWithTheirFigures() {
        assertThat(causes(worker -> worker.clockError(ofMillis(12)).drift(ofMillis(612))))
                .containsExactly(
                        "Worker 2 of 5 (ci-w-2) may have started before or after the others by 12 ms, more than 10ms."
                                + " Run the workers closer to each other and to the test JVM",
                        "Worker 2 of 5 (ci-w-2) has a clock that drifted by 612 ms, more than 500ms. Run it on a"
                                + " machine whose clock keeps time");
        assertThat(causes(worker -> worker.clockError(ofMillis(10)).drift(ofMillis(500))))
                .isEmpty();
    }

    @Test
    void theFirstThreeOfManyAreNamed() {
        List<WorkerFacts> lost = IntStream.rangeClosed(1, 20)
                .mapToObj(number ->
                        Workers.worker(number).ended("was lost at 0:41").facts())
                .toList();

        assertThat(Workers.result(ARRIVALS, lost, OK).validity().causes())
                .hasSize(4)
                .contains("The same is true of 17 other workers");
    }

    @Test
    void theWorkerThatUsedItsProcessorsIsNamedWhereTheLoadWasNotOffered() {
        RequestSample late = Samples.ok().lag(Duration.ofSeconds(36)).sample();
        List<WorkerFacts> workers =
                List.of(Workers.worker(1).facts(), Workers.worker(2).cpu(0.9).facts());

        assertThat(Workers.result(Plans.plan(), workers, late).validity().causes())
                .singleElement()
                .asString()
                .contains("The load was not offered")
                .endsWith(
                        " Worker 2 of 2 (ci-w-2) used 90 % of 4 cores. Use a lower load, give the workers more CPU, run"
                                + " them on different machines than the server, or use one more worker");
    }

    @Test
    void arrivalsAreDroppedAtAWorkersShareOfTheLimit() {
        assertThat(causes(worker -> worker.dropped(3)))
                .singleElement()
                .asString()
                .contains("3 requests did not start because all of a worker's share of 100 were in flight");
    }

    /** Returns what makes a run invalid whose second worker of five is as given. */
    private static List<String> causes(UnaryOperator<Workers> second) {
        return Workers.result(ARRIVALS, among(second.apply(Workers.worker(2))), OK)
                .validity()
                .causes();
    }

    private static List<WorkerFacts> among(Workers second) {
        return IntStream.rangeClosed(1, 5)
                .mapToObj(number -> (number == 2 ? second : Workers.worker(number)).facts())
                .toList();
    }

    /** Returns a run of 1,000 requests in time, and of 10 requests of the second worker as given. */
    private static LoadResult lagging(LoadPlan plan, Workers second, RequestSample lagging) {
        RequestSample inTime = OK.toBuilder().worker(1).build();
        return Workers.result(
                plan,
                among(second),
                Results.many(1_000, inTime, 10, lagging.toBuilder().worker(2).build())
                        .toArray(RequestSample[]::new));
    }

    private static RequestSample late(Duration lag, long stalledMicros) {
        return Samples.ok()
                .lag(lag)
                .late(new Delays(0, stalledMicros, 0, 0, 0, 0, 0))
                .sample();
    }
}
