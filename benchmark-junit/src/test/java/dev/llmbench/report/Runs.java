package dev.llmbench.report;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.EarlyEnd;
import dev.llmbench.plan.Evidence;
import dev.llmbench.plan.GoodputLimits;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.PromptType;
import dev.llmbench.plan.RequestOptions;
import dev.llmbench.plan.Secret;
import dev.llmbench.plan.Stage;
import dev.llmbench.plan.Target;
import dev.llmbench.result.GeneratorLog;
import dev.llmbench.result.GeneratorSlot;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Recorder;
import dev.llmbench.result.RunFacts;
import dev.llmbench.sample.ChunkGaps;
import dev.llmbench.sample.Moments;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.TokenSource;
import dev.llmbench.sample.Tokens;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes runs to report on: like real ones, and the same each time. */
public final class Runs {
    public static final String API_KEY = "sk-verysecretkey-1234";
    public static final String HEADER_VALUE = "header-secret-5678";

    public static final Target TARGET = new Target(
            URI.create("http://localhost:8000/v1/chat/completions?api_key=query-secret-42"),
            Optional.of(new Secret(API_KEY)),
            Map.of("X-Team", new Secret(HEADER_VALUE)),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60));

    private static final int USERS = 10;
    private static final long STAGE_ONE = 30_000_000;
    private static final long RUN = 150_000_000;

    private Runs() {}

    /** The plan of the guide's first example, a little richer. */
    public static LoadPlan plan() {
        return plan(GoodputLimits.NONE, true);
    }

    public static LoadPlan plan(GoodputLimits goodput, boolean streaming) {
        List<Stage> stages = List.of(new Stage(USERS, Duration.ofSeconds(30)), new Stage(USERS, Duration.ofMinutes(2)));
        return plan(Load.ofUsers(1, stages, Duration.ofSeconds(30), Duration.ZERO, 42), goodput, streaming);
    }

    public static LoadPlan plan(Load load, GoodputLimits goodput, boolean streaming) {
        return plan(load, goodput, EarlyEnd.NONE, streaming);
    }

    public static LoadPlan plan(Load load, EarlyEnd early) {
        return plan(load, GoodputLimits.NONE, early, true);
    }

    /** The same load on an endpoint of embeddings. */
    public static LoadPlan embeddings() {
        return plan(plan().load(), GoodputLimits.NONE, EarlyEnd.NONE, PromptType.EMBEDDINGS, false);
    }

    private static LoadPlan plan(Load load, GoodputLimits goodput, EarlyEnd early, boolean streaming) {
        return plan(load, goodput, early, PromptType.CHAT, streaming);
    }

    private static LoadPlan plan(Load load, GoodputLimits goodput, EarlyEnd early, PromptType type, boolean streaming) {
        return new LoadPlan(
                "ChatLatencyIT.chatStaysFast",
                "datasets/llama4/prompts_chat_50_100.jsonl",
                TARGET,
                new RequestOptions(
                        type,
                        Optional.of("meta-llama/Llama-4-Scout-17B-16E-Instruct"),
                        OptionalInt.of(100),
                        OptionalDouble.of(0.7),
                        RequestOptions.parseExtra("{\"top_p\": 0.9, \"api_key\": \"body-secret-9\"}"),
                        streaming),
                load,
                List.of(
                        new Budget(
                                Metric.TTFT,
                                Statistic.percentile(95),
                                Budget.Bound.AT_MOST,
                                300_000,
                                OptionalInt.empty()),
                        new Budget(
                                Metric.CHUNK_GAP,
                                Statistic.percentile(99),
                                Budget.Bound.AT_MOST,
                                60_000,
                                OptionalInt.empty())),
                goodput,
                early,
                Optional.empty(),
                false,
                Evidence.POINT);
    }

    /** Ten users, one after the other the same: two minutes and a half of answers with 100 tokens. */
    public static List<RequestSample> samples(TokenSource source) {
        Random random = new Random(7);
        List<RequestSample> samples = new ArrayList<>();
        for (int user = 1; user <= USERS; user++) {
            long now = (user - 1) * STAGE_ONE / USERS;
            while (now < RUN) {
                RequestSample sample = sample(random, samples.size() + 1, user, now, source);
                samples.add(sample);
                now = sample.at().end() + 500;
            }
        }
        return samples;
    }

    private static RequestSample sample(Random random, int number, int user, long scheduled, TokenSource source) {
        long sent = scheduled + 150 + random.nextInt(400);
        long headers = sent + 60_000 + (long) (StrictMath.exp(random.nextGaussian() * 0.4) * 60_000);
        long first = headers + 80_000 + random.nextInt(50_000);
        if (number % 211 == 0) {
            return failed(number, user, scheduled, sent, headers);
        }
        ChunkGaps.Collector gaps = new ChunkGaps.Collector();
        long last = first;
        for (int i = 1; i < 100; i++) {
            long gap = 15_000L + random.nextInt(10_000);
            gaps.add(gap, 0);
            last += gap;
        }
        boolean interrupted = last + 200 > RUN + 1_500_000;
        long end = interrupted ? RUN + 1_500_000 : last + 200;
        return RequestSample.builder(Moments.scheduledAt(scheduled)
                        .dispatched(scheduled + 40)
                        .sent(sent)
                        .headers(headers)
                        .firstEvent(headers + 100)
                        .firstContent(first)
                        .lastToken(last)
                        .end(end)
                        .build())
                .id("id-" + number)
                .test("ChatLatencyIT.chatStaysFast")
                .stage(scheduled < STAGE_ONE ? 1 : 2)
                .user(user)
                .promptId("p" + number % 50)
                .tokens(new Tokens(72, 0, 100, 0, source, 100))
                .gaps(gaps.gaps())
                .status(200)
                .outcome(interrupted ? Outcome.INTERRUPTED : Outcome.OK, null)
                .finishReason(interrupted ? null : "length")
                .build();
    }

    private static RequestSample failed(int number, int user, long scheduled, long sent, long headers) {
        return error(
                number,
                user,
                Moments.scheduledAt(scheduled)
                        .dispatched(scheduled + 40)
                        .sent(sent)
                        .headers(headers)
                        .end(headers + 50)
                        .build(),
                429,
                Outcome.HTTP_429,
                "Rate limit reached for requests: limit 600 a minute, retry after 1 s");
    }

    public static RequestSample error(
            int number, int user, Moments at, int status, Outcome outcome, @Nullable String message) {
        return RequestSample.builder(at)
                .id("id-" + number)
                .test("ChatLatencyIT.chatStaysFast")
                .stage(at.scheduled() < STAGE_ONE ? 1 : 2)
                .user(user)
                .promptId("p1")
                .status(status)
                .outcome(outcome, message)
                .build();
    }

    public static LoadResult result(LoadPlan plan, List<RequestSample> samples) {
        Recorder recorder = new Recorder(plan);
        samples.forEach(recorder::accept);
        RunFacts facts = RunFacts.builder(Instant.parse("2026-11-24T12:30:00Z"), Duration.ofMillis(151_502))
                .peakInFlight(10)
                .generator(new GeneratorLog(
                        2,
                        Collections.nCopies(
                                152,
                                new GeneratorSlot(Duration.ZERO, Duration.ofMillis(3), OptionalDouble.of(0.23), 10))))
                .build();
        return recorder.result(facts, sink -> {
            samples.forEach(sink::accept);
            return true;
        });
    }
}
