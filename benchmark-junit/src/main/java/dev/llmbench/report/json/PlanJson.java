package dev.llmbench.report.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
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
import dev.llmbench.plan.TwoLengths;
import dev.llmbench.report.Masking;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The plan in run.json. It contains no secrets, so a plan that is read back has none. */
record PlanJson(
        String dataset,
        TargetJson target,
        RequestJson request,
        LoadJson load,
        List<BudgetJson> budgets,
        SortedMap<Metric, Duration> goodput,
        EarlyEndJson earlyEnd,
        Optional<ObjectNode> modelProfile,
        Optional<TwoLengths> tpotByDifference,
        Optional<Boolean> conversations,
        Optional<String> tokenizer,
        Optional<Duration> deadline,
        boolean acceptsInvalid,
        Evidence evidence,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<AgainstJson> against) {

    static PlanJson of(LoadPlan plan) {
        return new PlanJson(
                plan.dataset(),
                TargetJson.of(plan.target()),
                RequestJson.of(plan.request()),
                LoadJson.of(plan.load()),
                plan.budgets().stream().map(BudgetJson::of).toList(),
                new TreeMap<>(plan.goodput().limits()),
                EarlyEndJson.of(plan.early()),
                plan.modelProfile().map(PlanJson::modelProfile),
                plan.twoLengths(),
                Optional.of(plan.runsConversations()),
                plan.tokenizer(),
                plan.deadline(),
                plan.acceptsInvalid(),
                plan.evidence(),
                plan.against().map(AgainstJson::of));
    }

    LoadPlan plan(String test) {
        return new LoadPlan(
                test,
                dataset,
                target.target(),
                request.request(),
                load.load(),
                budgets.stream().map(BudgetJson::budget).toList(),
                new GoodputLimits(goodput),
                earlyEnd.earlyEnd(),
                deadline,
                acceptsInvalid,
                evidence,
                new Measuring(
                        modelProfile.map(PlanJson::modelProfile),
                        tpotByDifference,
                        conversations.orElse(false),
                        tokenizer,
                        against.map(AgainstJson::against)));
    }

    /** Returns the profile, with null for each unknown figure. */
    static ObjectNode modelProfile(ModelProfile profile) {
        ObjectNode json = JsonFormat.object().put("name", profile.name());
        for (ModelFigure figure : ModelFigure.values()) {
            json.put(figure.key(), profile.figures().get(figure));
        }
        return json;
    }

    private static ModelProfile modelProfile(ObjectNode json) {
        Map<ModelFigure, Double> figures = new EnumMap<>(ModelFigure.class);
        for (ModelFigure figure : ModelFigure.values()) {
            if (json.path(figure.key()).isNumber()) {
                figures.put(figure, json.path(figure.key()).doubleValue());
            }
        }
        return new ModelProfile(json.path("name").asText(), figures);
    }

    record AgainstJson(TargetJson target, ArmOrder order, Duration block) {

        static AgainstJson of(Against against) {
            return new AgainstJson(TargetJson.of(against.target()), against.order(), against.block());
        }

        Against against() {
            return new Against(target.target(), order, block);
        }
    }

    /** Lists everything that may be written about a target. */
    record TargetJson(
            String endpoint,
            boolean apiKeySent,
            Optional<String> trust,
            List<String> headerNames,
            Optional<HttpVersion> httpVersion,
            Duration connectTimeout,
            Duration requestTimeout,
            Optional<Duration> idleTimeout,
            Optional<Boolean> keepAlive,
            Optional<String> transport,
            Optional<String> proxy,
            Optional<String> clientCertificate) {

        static TargetJson of(Target target) {
            return new TargetJson(
                    target.shownEndpoint(),
                    target.apiKey().isPresent(),
                    Optional.of(target.trust().setting()).filter(Predicate.not(String::isEmpty)),
                    List.copyOf(new TreeSet<>(target.headers().keySet())),
                    Optional.of(target.httpVersion()),
                    target.connectTimeout(),
                    target.requestTimeout(),
                    target.idleTimeout(),
                    Optional.of(target.keepAlive()),
                    Optional.of(target.transport()),
                    target.reach().proxy().map(ProxyServer::shown),
                    target.reach().certificate().map(ClientCertificate::said));
        }

        Target target() {
            return new Target(
                    URI.create(endpoint),
                    Optional.empty(),
                    Map.of(),
                    connectTimeout,
                    requestTimeout,
                    idleTimeout,
                    new TlsTrust(trust.orElse(""), List.of()),
                    httpVersion.orElse(HttpVersion.HTTP_1_1),
                    keepAlive.orElse(true),
                    new Reach(
                            proxy.map(text -> ProxyServer.parse("proxy", text)),
                            clientCertificate.map(ClientCertificate::named)));
        }
    }

    record RequestJson(
            PromptType promptType,
            Optional<String> api,
            Optional<String> model,
            OptionalInt maxTokens,
            OptionalDouble temperature,
            boolean streaming,
            ObjectNode requestBody) {

        static RequestJson of(RequestOptions request) {
            return new RequestJson(
                    request.promptType(),
                    request.ownApi().map(OwnApi::name),
                    request.model(),
                    request.maxTokens(),
                    request.temperature(),
                    request.streaming(),
                    Masking.tellingFields(request.extra()));
        }

        RequestOptions request() {
            return new RequestOptions(
                    promptType, model, maxTokens, temperature, requestBody, streaming, api.map(OwnApi::named));
        }
    }

    record LoadJson(
            LoadModel model,
            double start,
            OptionalInt maxInFlight,
            List<Stage> stages,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<TraceReplay> replay,
            Duration gracefulStop,
            Duration warmUp,
            ThinkTime thinkTime,
            Duration pacing,
            Optional<Boolean> honoursRetryAfter,
            Optional<Duration> errorPause,
            OptionalLong maxRequests,
            OptionalLong maxRequestsPerUser,
            long seed) {

        static LoadJson of(Load load) {
            return new LoadJson(
                    load.model(),
                    load.start(),
                    load.model().isOpen() ? OptionalInt.of(load.maxInFlight()) : OptionalInt.empty(),
                    load.stages(),
                    load.replay(),
                    load.gracefulStop(),
                    load.warmUp(),
                    load.pace().thinkTime(),
                    load.pace().pacing(),
                    Optional.of(load.pace().honoursRetryAfter()),
                    Optional.of(load.pace().errorPause()),
                    load.limits().requests(),
                    load.limits().requestsPerUser(),
                    load.seed());
        }

        Load load() {
            return new Load(
                    model,
                    start,
                    stages,
                    warmUp,
                    gracefulStop,
                    new Pace(
                            thinkTime,
                            pacing,
                            honoursRetryAfter.orElse(false),
                            errorPause.orElse(Pace.DEFAULT_ERROR_PAUSE)),
                    new Limits(maxRequests, maxRequestsPerUser),
                    maxInFlight.orElse(Load.DEFAULT_MAX_IN_FLIGHT),
                    seed,
                    replay);
        }
    }

    /**
     * A budget.
     *
     * @param limit the limit in the unit of the judged value: microseconds, a fraction, a rate per second, or a count
     * @param text the budget in words
     */
    record BudgetJson(
            Metric metric,
            Optional<Statistic> statistic,
            Budget.Bound bound,
            double limit,
            OptionalInt stage,
            OptionalInt turn,
            Optional<Evidence> evidence,
            Optional<String> text) {

        static BudgetJson of(Budget budget) {
            return new BudgetJson(
                    budget.metric(),
                    Optional.of(budget.statistic()).filter(Predicate.not(Statistic.VALUE::equals)),
                    budget.bound(),
                    budget.limit(),
                    budget.stage(),
                    budget.turn(),
                    budget.evidence(),
                    Optional.of(budget.figure() + " " + budget.shownLimit()));
        }

        Budget budget() {
            return new Budget(metric, statistic.orElse(Statistic.VALUE), bound, limit, stage, turn, evidence);
        }
    }

    /** Has a key for each rule that the plan has, and no others. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record EarlyEndJson(
            Optional<AbortRule> abortOnBreach, Optional<RateSearch> search, Optional<RisingLoad> risingLoad) {

        static EarlyEndJson of(EarlyEnd early) {
            Optional<BreakpointHunt> hunt = early.breakpoint();
            return new EarlyEndJson(
                    early.abort(),
                    hunt.filter(RateSearch.class::isInstance).map(RateSearch.class::cast),
                    hunt.filter(RisingLoad.class::isInstance).map(RisingLoad.class::cast));
        }

        EarlyEnd earlyEnd() {
            return new EarlyEnd(
                    abortOnBreach, search.<BreakpointHunt>map(hunt -> hunt).or(() -> risingLoad));
        }
    }
}
