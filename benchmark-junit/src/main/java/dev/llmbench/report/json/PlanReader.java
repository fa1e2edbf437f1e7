package dev.llmbench.report.json;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.AbortRule;
import dev.llmbench.plan.BreakpointHunt;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.ClientCertificate;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.Durations;
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
import dev.llmbench.plan.OwnApi;
import dev.llmbench.plan.Pace;
import dev.llmbench.plan.PromptType;
import dev.llmbench.plan.ProxyServer;
import dev.llmbench.plan.RateSearch;
import dev.llmbench.plan.Reach;
import dev.llmbench.plan.RequestOptions;
import dev.llmbench.plan.RisingLoad;
import dev.llmbench.plan.Stage;
import dev.llmbench.plan.Target;
import dev.llmbench.plan.ThinkTime;
import dev.llmbench.plan.TlsTrust;
import dev.llmbench.plan.TraceReplay;
import dev.llmbench.plan.TraceWindow;
import dev.llmbench.plan.TwoLengths;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads the plan in run.json: each part is read as {@link RunJson} writes it. Secrets are not in it and are none. */
public final class PlanReader {
    private PlanReader() {}

    public static LoadPlan read(String test, Fields plan) throws IOException {
        try {
            return new LoadPlan(
                    test,
                    plan.text("dataset"),
                    target(plan.object("target")),
                    request(plan.object("request")),
                    load(plan.object("load")),
                    budgets(plan),
                    goodput(plan.object("goodput")),
                    earlyEnd(plan.object("early_end")),
                    plan.optionalText("deadline").map(text -> Durations.parse("deadline", text)),
                    plan.flag("accepts_invalid"),
                    plan.constant("evidence", Evidence.class),
                    new Measuring(
                            modelProfile(plan), twoLengths(plan), conversations(plan), plan.optionalText("tokenizer")));
        } catch (ConfigurationException e) {
            throw new IOException("run.json holds no plan that could have been carried out: " + e.getMessage(), e);
        }
    }

    private static Target target(Fields target) throws IOException {
        return new Target(
                target.read("endpoint", URI::create),
                Optional.empty(),
                Map.of(),
                target.duration("connect_timeout"),
                target.duration("request_timeout"),
                idleTimeout(target),
                new TlsTrust(target.optionalText("trust").orElse(""), List.of()),
                httpVersion(target),
                // Not there in files from before there was a choice.
                !target.names().contains("keep_alive") || target.flag("keep_alive"),
                reach(target));
    }

    /** Likewise. */
    private static Reach reach(Fields target) throws IOException {
        List<String> names = target.names();
        return new Reach(
                names.contains("proxy")
                        ? target.optionalText("proxy").map(text -> ProxyServer.parse("proxy", text))
                        : Optional.empty(),
                names.contains("client_certificate")
                        ? target.optionalText("client_certificate").map(ClientCertificate::named)
                        : Optional.empty());
    }

    /** Not there in files from before there was a choice. */
    private static HttpVersion httpVersion(Fields target) throws IOException {
        return target.names().contains("http_version")
                ? target.constant("http_version", HttpVersion.class)
                : HttpVersion.HTTP_1_1;
    }

    /** Not there in files from before there was one. */
    private static Optional<Duration> idleTimeout(Fields target) throws IOException {
        return target.names().contains("idle_timeout")
                ? target.optionalText("idle_timeout").map(text -> Durations.parse("idle_timeout", text))
                : Optional.empty();
    }

    private static RequestOptions request(Fields request) throws IOException {
        return new RequestOptions(
                request.constant("prompt_type", PromptType.class),
                request.optionalText("model"),
                request.optionalCount("max_tokens").map(OptionalInt::of).orElse(OptionalInt.empty()),
                request.optionalDecimal("temperature").map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                request.tree("request_body"),
                request.flag("streaming"),
                ownApi(request));
    }

    /** Not there in files from before there was one. */
    private static Optional<OwnApi> ownApi(Fields request) throws IOException {
        return request.names().contains("api") ? request.optionalText("api").map(OwnApi::named) : Optional.empty();
    }

    private static Load load(Fields load) throws IOException {
        List<Stage> stages = new ArrayList<>();
        for (Fields stage : load.objects("stages")) {
            stages.add(new Stage(stage.decimal("target"), stage.duration("duration")));
        }
        return new Load(
                load.constant("model", LoadModel.class),
                load.decimal("start"),
                stages,
                load.duration("warm_up"),
                load.duration("graceful_stop"),
                pace(load),
                new Limits(limit(load, "max_requests"), limit(load, "max_requests_per_user")),
                load.optionalCount("max_in_flight").orElse(Load.USUAL_MAX_IN_FLIGHT),
                load.whole("seed"),
                replay(load));
    }

    private static Pace pace(Fields load) throws IOException {
        String retryAfter = "honours_retry_after";
        String errorPause = "error_pause";
        return new Pace(
                load.read("think_time", text -> ThinkTime.parse("think_time", text)),
                load.duration("pacing"),
                // Not there in files from before it was asked.
                load.names().contains(retryAfter) && load.flag(retryAfter),
                load.names().contains(errorPause) ? load.duration(errorPause) : Pace.USUAL_ERROR_PAUSE);
    }

    /** Not there at all where no trace is replayed. */
    private static Optional<TraceReplay> replay(Fields load) throws IOException {
        if (!load.names().contains("replay")) {
            return Optional.empty();
        }
        Fields replay = load.object("replay");
        return Optional.of(new TraceReplay(
                replay.whole("requests"),
                replay.duration("length"),
                replay.decimal("speed"),
                replay.read("window", text -> TraceWindow.parse("window", text))));
    }

    private static OptionalLong limit(Fields load, String name) throws IOException {
        return load.optionalWhole(name).map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    private static List<Budget> budgets(Fields plan) throws IOException {
        List<Budget> budgets = new ArrayList<>();
        for (Fields budget : plan.objects("budgets")) {
            Budget read = new Budget(
                    budget.constant("metric", Metric.class),
                    budget.optionalText("statistic").map(Statistic::parse).orElse(Statistic.VALUE),
                    budget.constant("bound", Budget.Bound.class),
                    budget.decimal("limit"),
                    budget.optionalCount("stage").map(OptionalInt::of).orElse(OptionalInt.empty()));
            // Not there in files from before conversations.
            if (budget.names().contains("turn") && budget.optionalCount("turn").isPresent()) {
                read = read.ofTurn(budget.count("turn"));
            }
            budgets.add(
                    budget.optionalText("evidence").isPresent()
                            ? read.with(budget.constant("evidence", Evidence.class))
                            : read);
        }
        return budgets;
    }

    /** Its fields are the metrics that have a limit. */
    private static GoodputLimits goodput(Fields goodput) throws IOException {
        Map<Metric, Duration> limits = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            if (goodput.names().contains(metric.key())) {
                limits.put(metric, goodput.duration(metric.key()));
            }
        }
        return new GoodputLimits(limits);
    }

    /** Has a field for each rule that the plan has, and no other. */
    private static EarlyEnd earlyEnd(Fields early) throws IOException {
        List<String> rules = early.names();
        Optional<AbortRule> abort = Optional.empty();
        if (rules.contains("abort_on_breach")) {
            Fields rule = early.object("abort_on_breach");
            abort = Optional.of(new AbortRule(rule.duration("delay"), rule.count("min_samples")));
        }
        Optional<BreakpointHunt> hunt = Optional.empty();
        if (rules.contains("search")) {
            Fields search = early.object("search");
            hunt = Optional.of(new RateSearch(
                    search.decimal("lowest"),
                    search.decimal("highest"),
                    search.duration("hold"),
                    search.decimal("precision")));
        } else if (rules.contains("rising_load")) {
            hunt = Optional.of(new RisingLoad(early.object("rising_load").duration("sustained")));
        }
        return new EarlyEnd(abort, hunt);
    }

    /** Null where the plan has none, as in files from before there were any. */
    private static Optional<ModelProfile> modelProfile(Fields plan) throws IOException {
        Fields profile = plan.optionalObject("model_profile").orElse(null);
        if (profile == null) {
            return Optional.empty();
        }
        Map<ModelFigure, Double> figures = new EnumMap<>(ModelFigure.class);
        for (ModelFigure figure : ModelFigure.values()) {
            profile.optionalDecimal(figure.key()).ifPresent(value -> figures.put(figure, value));
        }
        return Optional.of(new ModelProfile(profile.text("name"), figures));
    }

    /** Likewise. */
    private static Optional<TwoLengths> twoLengths(Fields plan) throws IOException {
        Fields mode = plan.optionalObject("tpot_by_difference").orElse(null);
        return mode == null
                ? Optional.empty()
                : Optional.of(new TwoLengths(mode.count("difference"), mode.flag("salted")));
    }

    /** Not there in files from before there were any. */
    private static boolean conversations(Fields plan) throws IOException {
        return plan.names().contains("conversations") && plan.flag("conversations");
    }
}
