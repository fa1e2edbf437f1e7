package dev.llmbench.cluster;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.openai.ServerKeys;
import dev.llmbench.plan.AbortRule;
import dev.llmbench.plan.Against;
import dev.llmbench.plan.ArmOrder;
import dev.llmbench.plan.BreakpointHunt;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.ClientCertificate;
import dev.llmbench.plan.EarlyEnd;
import dev.llmbench.plan.Evidence;
import dev.llmbench.plan.GoodputLimits;
import dev.llmbench.plan.HttpVersion;
import dev.llmbench.plan.Limits;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Measuring;
import dev.llmbench.plan.ModelFigure;
import dev.llmbench.plan.ModelProfile;
import dev.llmbench.plan.Pace;
import dev.llmbench.plan.Plans;
import dev.llmbench.plan.PromptType;
import dev.llmbench.plan.ProxyServer;
import dev.llmbench.plan.RateSearch;
import dev.llmbench.plan.Reach;
import dev.llmbench.plan.RequestOptions;
import dev.llmbench.plan.RisingLoad;
import dev.llmbench.plan.Secret;
import dev.llmbench.plan.Stage;
import dev.llmbench.plan.Target;
import dev.llmbench.plan.ThinkTime;
import dev.llmbench.plan.TlsTrust;
import dev.llmbench.plan.TraceReplay;
import dev.llmbench.plan.TraceWindow;
import dev.llmbench.plan.TwoLengths;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Plans that together set every component of a plan to an unusual value. */
final class UnusualPlans {
    /** Part of every secret. */
    static final String CANARY = "canary-4711";

    private static final Duration ODD = Duration.ofSeconds(61, 1);
    private static final Duration LONG = Duration.ofDays(400).plusNanos(999);

    private final byte[] keyStore;

    UnusualPlans(byte[] keyStore) {
        this.keyStore = keyStore;
    }

    List<LoadPlan> all() {
        return List.of(
                ofUsers(),
                ofPairs(10, false),
                ofPairs(1, true),
                ofBlocks(),
                ofConversations(),
                aborting(),
                Plans.to("https://localhost/v1/chat/completions", TlsTrust.INSECURE, HttpVersion.HTTP_2),
                rising(Duration.ofSeconds(3)),
                rising(ODD),
                searching(10.1, Duration.ofSeconds(100)),
                searching(20, ODD),
                replaying(new TraceReplay(1, ODD, 0.3, new TraceWindow(Duration.ofNanos(1), Optional.of(ODD)))),
                replaying(new TraceReplay(Integer.MAX_VALUE * 3L, Duration.ofDays(29), 7.7, TraceWindow.WHOLE)),
                Plans.plan());
    }

    static LoadPlan with(RequestOptions request) {
        LoadPlan plan = Plans.plan();
        return new LoadPlan(
                plan.test(),
                plan.dataset(),
                plan.target(),
                request,
                plan.load(),
                plan.budgets(),
                plan.goodput(),
                plan.early(),
                plan.deadline(),
                plan.acceptsInvalid(),
                plan.evidence());
    }

    private LoadPlan ofUsers() {
        return new LoadPlan(
                "Größen „IT“.\u2028läuft [🚄]",
                "classpath:prompts/ä.jsonl",
                secretTarget(),
                new RequestOptions(
                        PromptType.FULL,
                        Optional.of("meta/llama \"3\""),
                        OptionalInt.of(Integer.MAX_VALUE),
                        OptionalDouble.of(0.1 + 0.2),
                        RequestOptions.parseExtra("""
                                {"api_key": "canary-4711", "top_p": 1.0, "seed": 12345678901234567890, "user": null,
                                 "nested": [{"token": "canary-4711", "x": 1e-9}, 9007199254740993]}"""),
                        false),
                new Load(
                        LoadModel.VIRTUAL_USERS,
                        3,
                        List.of(new Stage(7, Duration.ZERO), new Stage(7, ODD)),
                        Duration.ofNanos(1),
                        LONG,
                        new Pace(
                                new ThinkTime(ThinkTime.Kind.UNIFORM, Duration.ofNanos(1), Duration.ofNanos(1_500_001)),
                                Duration.ofNanos(999),
                                true,
                                Duration.ofNanos(123_456_789)),
                        new Limits(OptionalLong.of(Long.MAX_VALUE), OptionalLong.of(5)),
                        17,
                        Long.MIN_VALUE),
                List.of(
                        new Budget(
                                Metric.TTFT,
                                Statistic.percentile(99.99),
                                Budget.Bound.AT_MOST,
                                1.0 / 3,
                                OptionalInt.of(2),
                                OptionalInt.empty(),
                                Optional.of(Evidence.PROVEN_PASS)),
                        new Budget(
                                Metric.REQUEST_THROUGHPUT,
                                Statistic.VALUE,
                                Budget.Bound.AT_LEAST,
                                1e-9,
                                OptionalInt.empty())),
                new GoodputLimits(Map.of(Metric.TTFT, ODD, Metric.TPOT, Duration.ofNanos(1))),
                new EarlyEnd(Optional.of(new AbortRule(Duration.ofNanos(5), 7)), Optional.empty()),
                Optional.of(LONG),
                true,
                Evidence.PROVEN_BREACH,
                new Measuring(
                        Optional.of(new ModelProfile(
                                "own \"figures\"",
                                Map.of(ModelFigure.PARAMETERS, 8.03e9, ModelFigure.BYTES_PER_PARAMETER, 0.5))),
                        Optional.empty(),
                        false,
                        Optional.of("o200k_base"),
                        Optional.of(new Against(secretBaseline(), ArmOrder.SIMULTANEOUS, ODD))));
    }

    /** The endpoints differ only in a secret. */
    private Target secretTarget() {
        return secretTarget(
                "https://[::1]:8443/v1/completions?api_key=canary-4711-a&x=%C3%A4",
                new Reach(
                        Optional.of(new ProxyServer(
                                false,
                                "[::1]",
                                3128,
                                Optional.of("u:s%er"),
                                Optional.of(new Secret("p@ss/" + CANARY)))),
                        Optional.of(ClientCertificate.inStore(
                                "keys/worker.p12", keyStore, "PKCS12", Optional.of(new Secret(ServerKeys.PASSWORD))))));
    }

    private Target secretBaseline() {
        return secretTarget(
                "https://[::1]:8443/v1/completions?api_key=canary-4711-b&x=%C3%A4",
                new Reach(
                        Optional.of(new ProxyServer(true, "proxy_1", 1080, Optional.empty(), Optional.empty())),
                        Optional.of(ClientCertificate.named("other.pem"))));
    }

    private Target secretTarget(String endpoint, Reach reach) {
        return new Target(
                URI.create(endpoint),
                Optional.of(new Secret(CANARY)),
                Map.of("Authorization", new Secret("Basic " + CANARY), "X-Other", new Secret("a\tb \"c\"")),
                ODD,
                LONG,
                Optional.of(Duration.ofNanos(1)),
                new TlsTrust("certs/ca.pem", certificates()),
                HttpVersion.HTTP_1_1,
                false,
                reach);
    }

    private List<Certificate> certificates() {
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(new ByteArrayInputStream(keyStore), ServerKeys.PASSWORD.toCharArray());
            return List.of(keys.getCertificate(keys.aliases().nextElement()));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static LoadPlan ofPairs(int difference, boolean salted) {
        LoadPlan plan = Plans.plan();
        return plan.with(plan.measuring()
                .withModelProfile(ModelProfile.of(Map.of(ModelFigure.LAYERS, 32.0)))
                .withTwoLengths(new TwoLengths(difference, salted)));
    }

    private static LoadPlan ofBlocks() {
        LoadPlan plan = Plans.plan();
        Target other = Plans.target().at(URI.create("http://localhost:8001/v1/chat/completions"));
        return plan.with(
                plan.measuring().withBaseline(Optional.of(new Against(other, ArmOrder.BLOCKS, Against.DEFAULT_BLOCK))));
    }

    private static LoadPlan ofConversations() {
        LoadPlan plan = Plans.plan(Plans.STEADY);
        Budget ofATurn = new Budget(Metric.TTFT, Statistic.MAX, Budget.Bound.AT_MOST, 1e15, OptionalInt.empty());
        return new LoadPlan(
                plan.test(),
                plan.dataset(),
                plan.target(),
                plan.request(),
                plan.load(),
                List.of(ofATurn.ofTurn(32)),
                plan.goodput(),
                plan.early(),
                plan.deadline(),
                plan.acceptsInvalid(),
                plan.evidence(),
                Measuring.NONE.withConversations());
    }

    private static LoadPlan aborting() {
        AbortRule rule = new AbortRule(AbortRule.DEFAULT_DELAY, AbortRule.DEFAULT_MIN_SAMPLES);
        return Plans.plan(Plans.STEADY, new EarlyEnd(Optional.of(rule), Optional.empty()));
    }

    private static LoadPlan rising(Duration sustained) {
        return breaking(Plans.RAMP_AND_HOLD, new RisingLoad(sustained));
    }

    private static LoadPlan searching(double lowest, Duration hold) {
        RateSearch search = new RateSearch(lowest, lowest * 3.3, hold, lowest / 1_000);
        return breaking(Load.ofArrivals(0.1 + 0.2, search.stages(), Duration.ZERO, 2, 3), search);
    }

    private static LoadPlan breaking(Load load, BreakpointHunt hunt) {
        Budget onErrors =
                new Budget(Metric.ERROR_RATE, Statistic.VALUE, Budget.Bound.AT_MOST, 0.1 + 0.2, OptionalInt.empty());
        return Plans.plan(load, new EarlyEnd(Optional.empty(), Optional.of(hunt)), onErrors);
    }

    private static LoadPlan replaying(TraceReplay replay) {
        return Plans.plan(Load.ofTrace(
                replay, Duration.ZERO, Duration.ofNanos(1), Pace.NONE, Limits.NONE, Integer.MAX_VALUE, Long.MAX_VALUE));
    }
}
