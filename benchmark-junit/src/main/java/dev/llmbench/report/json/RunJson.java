package dev.llmbench.report.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.ClientCertificate;
import dev.llmbench.plan.Durations;
import dev.llmbench.plan.EarlyEnd;
import dev.llmbench.plan.GoodputLimits;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.OwnApi;
import dev.llmbench.plan.ProxyServer;
import dev.llmbench.plan.RateSearch;
import dev.llmbench.plan.RequestOptions;
import dev.llmbench.plan.RisingLoad;
import dev.llmbench.plan.Stage;
import dev.llmbench.plan.Target;
import dev.llmbench.report.Masking;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Validity;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The content of run.json: what the rows of requests.csv cannot hold, so that both together give the result again. */
public final class RunJson {
    public static final int SCHEMA = 1;

    private RunJson() {}

    public static ObjectNode of(LoadResult result) {
        ObjectNode json = JsonFormat.object()
                .put("schema", SCHEMA)
                .put("test", result.plan().test());
        json.set("versions", RunEnvironment.current().json());
        json.set("plan", plan(result.plan()));
        json.put("measured_requests", result.run().requests() + result.run().interrupted());
        json.set("facts", FactsJson.of(result.facts()));
        json.set("validity", validity(result.validity()));
        json.put("test_failure", result.testFailure().orElse(null));
        json.set("chunk_gaps", GapsJson.of(result));
        return json;
    }

    private static ObjectNode plan(LoadPlan plan) {
        ObjectNode json = JsonFormat.object().put("dataset", plan.dataset());
        json.set("target", target(plan.target()));
        json.set("request", request(plan.request()));
        json.set("load", load(plan.load()));
        ArrayNode budgets = json.putArray("budgets");
        plan.budgets().forEach(budget -> budgets.add(budget(budget)));
        json.set("goodput", goodput(plan.goodput()));
        json.set("early_end", earlyEnd(plan.early()));
        json.set("model_profile", ModelJson.profile(plan));
        json.set(
                "tpot_by_difference",
                plan.twoLengths().map(TpotByDifferenceJson::plan).orElse(null));
        json.put("conversations", plan.runsConversations());
        json.put("tokenizer", plan.tokenizer().orElse(null));
        return json.put("deadline", plan.deadline().map(Durations::format).orElse(null))
                .put("accepts_invalid", plan.acceptsInvalid())
                .put("evidence", word(plan.evidence()));
    }

    private static ObjectNode earlyEnd(EarlyEnd early) {
        ObjectNode json = JsonFormat.object();
        early.abort()
                .ifPresent(rule -> json.putObject("abort_on_breach")
                        .put("delay", Durations.format(rule.delay()))
                        .put("min_samples", rule.minSamples()));
        early.breakpoint().ifPresent(hunt -> {
            if (hunt instanceof RateSearch search) {
                json.putObject("search")
                        .put("lowest", search.lowest())
                        .put("highest", search.highest())
                        .put("hold", Durations.format(search.hold()))
                        .put("precision", search.precision());
            } else if (hunt instanceof RisingLoad rising) {
                json.putObject("rising_load").put("sustained", Durations.format(rising.sustained()));
            }
        });
        return json;
    }

    private static ObjectNode target(Target target) {
        ObjectNode json = JsonFormat.object()
                .put("endpoint", target.shownEndpoint())
                .put("api_key_sent", target.apiKey().isPresent())
                .put(
                        "trust",
                        target.trust().said().isEmpty() ? null : target.trust().said());
        json.set(
                "header_names",
                JsonFormat.strings(new TreeSet<>(target.headers().keySet())));
        return json.put("http_version", word(target.httpVersion()))
                .put("connect_timeout", Durations.format(target.connectTimeout()))
                .put("request_timeout", Durations.format(target.requestTimeout()))
                .put("idle_timeout", target.idleTimeout().map(Durations::format).orElse(null))
                .put("keep_alive", target.keepAlive())
                .put("transport", target.transport())
                .put("proxy", target.reach().proxy().map(ProxyServer::shown).orElse(null))
                .put(
                        "client_certificate",
                        target.reach()
                                .certificate()
                                .map(ClientCertificate::said)
                                .orElse(null));
    }

    private static ObjectNode request(RequestOptions request) {
        ObjectNode json = JsonFormat.object()
                .put("prompt_type", word(request.promptType()))
                .put("api", request.ownApi().map(OwnApi::name).orElse(null))
                .put("model", request.model().orElse(null))
                .put(
                        "max_tokens",
                        request.maxTokens().isPresent() ? request.maxTokens().getAsInt() : null)
                .put(
                        "temperature",
                        request.temperature().isPresent()
                                ? request.temperature().getAsDouble()
                                : null)
                .put("streaming", request.streaming());
        json.set("request_body", Masking.tellingFields(request.extra()));
        return json;
    }

    private static ObjectNode load(Load load) {
        ObjectNode json = JsonFormat.object()
                .put("model", word(load.model()))
                .put("start", load.start())
                .put("max_in_flight", load.model().isOpen() ? load.maxInFlight() : null);
        ArrayNode stages = json.putArray("stages");
        for (Stage stage : load.stages()) {
            stages.addObject().put("target", stage.target()).put("duration", Durations.format(stage.duration()));
        }
        load.replay()
                .ifPresent(replay -> json.putObject("replay")
                        .put("requests", replay.requests())
                        .put("length", Durations.format(replay.length()))
                        .put("speed", replay.speed())
                        .put("window", replay.window().inWords()));
        return json.put("graceful_stop", Durations.format(load.gracefulStop()))
                .put("warm_up", Durations.format(load.warmUp()))
                .put("think_time", load.pace().thinkTime().toString())
                .put("pacing", Durations.format(load.pace().pacing()))
                .put("honours_retry_after", load.pace().honoursRetryAfter())
                .put("error_pause", Durations.format(load.pace().errorPause()))
                .put("max_requests", boxed(load.limits().requests()))
                .put("max_requests_per_user", boxed(load.limits().requestsPerUser()))
                .put("seed", load.seed());
    }

    /** The limit stands as it is judged: in microseconds for a latency, a share, so many a second, or a count. */
    private static ObjectNode budget(Budget budget) {
        return JsonFormat.object()
                .put("metric", budget.metric().key())
                .put(
                        "statistic",
                        budget.statistic().kind() == Statistic.Kind.VALUE
                                ? null
                                : budget.statistic().label())
                .put("bound", word(budget.bound()))
                .put("limit", budget.limit())
                .put("stage", budget.stage().isPresent() ? budget.stage().getAsInt() : null)
                .put("turn", budget.turn().isPresent() ? budget.turn().getAsInt() : null)
                .put("evidence", budget.evidence().map(RunJson::word).orElse(null))
                .put("text", budget.figure() + " " + budget.shownLimit());
    }

    static ObjectNode goodput(GoodputLimits goodput) {
        ObjectNode json = JsonFormat.object();
        for (Metric metric : List.of(Metric.TTFT, Metric.TPOT, Metric.E2E)) {
            if (goodput.limits().containsKey(metric)) {
                json.put(metric.key(), Durations.format(goodput.limits().get(metric)));
            }
        }
        return json;
    }

    static ObjectNode validity(Validity validity) {
        ObjectNode json = JsonFormat.object().put("valid", validity.isValid());
        json.set("causes", JsonFormat.strings(validity.causes()));
        return json;
    }

    private static @Nullable Long boxed(OptionalLong number) {
        return number.isPresent() ? (Long) number.getAsLong() : null;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
