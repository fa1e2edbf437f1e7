package dev.llmbench.report.html;

import dev.llmbench.budget.Verdicts;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.GoodputLimits;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Stage;
import dev.llmbench.report.Runs;
import dev.llmbench.report.json.RunEnvironment;
import dev.llmbench.result.GeneratorLog;
import dev.llmbench.result.GeneratorSlot;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Recorder;
import dev.llmbench.result.RunFacts;
import dev.llmbench.result.WorkerFacts;
import dev.llmbench.result.Workers;
import dev.llmbench.sample.Moments;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.TokenSource;
import dev.llmbench.sample.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;

/** Makes runs to show. */
final class ReportedRuns {
    static final RunEnvironment MACHINE = new RunEnvironment(
            "0.1.0",
            "17.0.15+6",
            "OpenJDK 64-Bit Server VM, Debian",
            "Linux 6.1 amd64",
            2,
            512,
            Optional.of("0123456789abcdef0123456789abcdef01234567"),
            Optional.of("main"));

    private ReportedRuns() {}

    /** Ten users for two minutes and a half. */
    static ReportedRun usual() {
        return of(Runs.plan(), Runs.samples(TokenSource.USAGE));
    }

    /** The same, too slow for its budget on TTFT. */
    static ReportedRun broken() {
        LoadPlan plan = Runs.plan();
        List<Budget> stricter = List.of(
                new Budget(Metric.TTFT, Statistic.percentile(95), Budget.Bound.AT_MOST, 200_000, OptionalInt.empty()),
                Budget.DEFAULT_ERROR_RATE);
        return of(
                plan.judgedBy(stricter, plan.goodput(), plan.evidence(), plan.acceptsInvalid()),
                Runs.samples(TokenSource.USAGE));
    }

    static ReportedRun of(LoadPlan plan, List<RequestSample> samples) {
        return reported(Runs.result(plan, samples), samples);
    }

    /** The same, spread over three workers, of which one was lost. */
    static ReportedRun spread() {
        List<RequestSample> samples = Runs.samples(TokenSource.USAGE).stream()
                .map(sample -> sample.toBuilder().worker(1 + sample.user() % 2).build())
                .toList();
        List<WorkerFacts> workers = List.of(
                Workers.worker(1).facts(),
                Workers.worker(2).host("<img src=x>").cpu(0.93).facts(),
                Workers.worker(3).ended("was lost at 0:41").rows(171).facts());
        return reported(Workers.result(Runs.plan(), workers, samples.toArray(RequestSample[]::new)), samples);
    }

    private static ReportedRun reported(LoadResult result, List<RequestSample> samples) {
        NotableRequests notable = new NotableRequests();
        samples.forEach(notable::accept);
        return new ReportedRun(Verdicts.of(result), notable, Optional.of(MACHINE));
    }

    /** An hour of ten requests a second, each with its own latency, of which some fail in many ways. */
    static List<RequestSample> ofAnHour() {
        Random random = new Random(5);
        Outcome[] kinds = Outcome.values();
        return IntStream.range(0, 36_000)
                .mapToObj(number -> {
                    long scheduled = number * 100_000L;
                    long ttft = 50_000L + random.nextInt(900_000);
                    Outcome outcome = number % 50 == 0 ? kinds[1 + number / 50 % (kinds.length - 2)] : Outcome.OK;
                    return sample(number, scheduled, ttft, ttft + random.nextInt(9_000_000), outcome);
                })
                .toList();
    }

    static LoadPlan planOfAnHour() {
        return Runs.plan(
                Load.ofUsers(10, List.of(new Stage(10, Duration.ofHours(1))), Duration.ofSeconds(30), Duration.ZERO, 1),
                GoodputLimits.NONE,
                true);
    }

    /** A run of that plan. */
    static ReportedRun hour(List<RequestSample> samples) {
        Recorder recorder = new Recorder(planOfAnHour());
        samples.forEach(recorder::accept);
        GeneratorSlot slot =
                new GeneratorSlot(Duration.ofMillis(1), Duration.ofNanos(3_456_789), OptionalDouble.of(0.2345), 100);
        RunFacts facts = RunFacts.builder(Instant.parse("2026-11-24T12:30:00Z"), Duration.ofHours(1))
                .peakInFlight(100)
                .generator(new GeneratorLog(2, Collections.nCopies(3_600, slot)))
                .build();
        return reported(
                recorder.result(facts, sink -> {
                    samples.forEach(sink::accept);
                    return true;
                }),
                samples);
    }

    /** A request with so much TTFT and E2E latency, in microseconds. */
    static RequestSample sample(int number, long scheduled, long ttft, long e2e, Outcome outcome) {
        long sent = scheduled + 300;
        boolean ok = outcome == Outcome.OK;
        return RequestSample.builder(Moments.scheduledAt(scheduled)
                        .dispatched(scheduled + 50)
                        .sent(sent)
                        .headers(sent + ttft / 2)
                        .firstEvent(ok ? sent + ttft : Moments.ABSENT)
                        .firstContent(ok ? sent + ttft : Moments.ABSENT)
                        .lastToken(ok ? sent + e2e : Moments.ABSENT)
                        .end(sent + e2e)
                        .build())
                .id("id-" + number)
                .test("ChatLatencyIT.chatStaysFast")
                .user(1 + number % 10)
                .promptId("p" + number % 50)
                .tokens(ok ? new Tokens(50 + number % 1_000, 0, 100, 0, TokenSource.USAGE, 100) : Tokens.NONE)
                .status(ok ? 200 : 0)
                .outcome(outcome, ok ? null : "request " + number + " failed")
                .build();
    }
}
