package dev.llmbench.plan;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Plans for tests: ten users for a minute, unless a test asks for something else. */
public final class Plans {
    /** Ten users all the time. */
    public static final Load STEADY = load(10, new Stage(10, Duration.ofMinutes(1)));

    /** From no user to ten, and then ten all the time. */
    public static final Load RAMP_AND_HOLD =
            load(0, new Stage(10, Duration.ofSeconds(30)), new Stage(10, Duration.ofMinutes(1)));

    private Plans() {}

    public static Load load(int startUsers, Stage... stages) {
        return Load.ofUsers(startUsers, List.of(stages), Duration.ofSeconds(30), Duration.ZERO, 1);
    }

    /** A load of arrivals at a rate. */
    public static Load arrivals(double startRate, Stage... stages) {
        Load users = load(0, stages);
        return new Load(
                LoadModel.ARRIVAL_RATE,
                startRate,
                users.stages(),
                users.warmUp(),
                users.gracefulStop(),
                users.pace(),
                users.limits(),
                users.maxInFlight(),
                users.seed());
    }

    /** The same load, before which its start is held for so long. */
    public static Load after(Duration warmUp, Load load) {
        return new Load(
                load.model(),
                load.start(),
                load.stages(),
                warmUp,
                load.gracefulStop(),
                load.pace(),
                load.limits(),
                load.maxInFlight(),
                load.seed());
    }

    public static Target target() {
        return new Target(
                URI.create("http://localhost:8000/v1/chat/completions"),
                Optional.empty(),
                Map.of(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60));
    }

    public static LoadPlan plan(Budget... budgets) {
        return plan(STEADY, budgets);
    }

    public static LoadPlan plan(Load load, Budget... budgets) {
        return plan(load, GoodputLimits.NONE, false, budgets);
    }

    public static LoadPlan plan(ModelProfile profile, Budget... budgets) {
        LoadPlan plan = plan();
        return new LoadPlan(
                plan.test(),
                plan.dataset(),
                plan.target(),
                plan.request(),
                plan.load(),
                List.of(budgets),
                plan.goodput(),
                plan.early(),
                plan.deadline(),
                plan.acceptsInvalid(),
                plan.evidence(),
                Measuring.NONE.withModelProfile(profile));
    }

    /** The same plan, for a model of that profile. */
    public static LoadPlan with(ModelProfile profile, LoadPlan plan) {
        return plan.with(plan.measuring().withModelProfile(profile));
    }

    /** The same plan, for another target. */
    public static LoadPlan with(Target target, LoadPlan plan) {
        return new LoadPlan(
                plan.test(),
                plan.dataset(),
                target,
                plan.request(),
                plan.load(),
                plan.budgets(),
                plan.goodput(),
                plan.early(),
                plan.deadline(),
                plan.acceptsInvalid(),
                plan.evidence(),
                plan.measuring());
    }

    /** A plan for that endpoint. */
    public static LoadPlan to(String url, TlsTrust trust, HttpVersion version) {
        Duration second = Duration.ofSeconds(1);
        return with(
                new Target(
                        URI.create(url), Optional.empty(), Map.of(), second, second, Optional.empty(), trust, version),
                plan());
    }

    /** The same target, which may be silent no longer than that. */
    public static Target silentFor(Duration idleTimeout, Target target) {
        return new Target(
                target.endpoint(),
                target.apiKey(),
                target.headers(),
                target.connectTimeout(),
                target.requestTimeout(),
                Optional.of(idleTimeout),
                target.trust(),
                target.httpVersion());
    }

    public static Target closingConnections(HttpVersion version) {
        Target target = target();
        return new Target(
                target.endpoint(),
                target.apiKey(),
                target.headers(),
                target.connectTimeout(),
                target.requestTimeout(),
                target.idleTimeout(),
                target.trust(),
                version,
                false,
                Reach.DIRECT);
    }

    public static LoadPlan plan(Load load, GoodputLimits goodput, boolean acceptsInvalid, Budget... budgets) {
        return plan(load, goodput, EarlyEnd.NONE, acceptsInvalid, budgets);
    }

    public static LoadPlan plan(Load load, EarlyEnd early, Budget... budgets) {
        return plan(load, GoodputLimits.NONE, early, false, budgets);
    }

    private static LoadPlan plan(
            Load load, GoodputLimits goodput, EarlyEnd early, boolean acceptsInvalid, Budget... budgets) {
        return new LoadPlan(
                "ChatLatencyIT.chatStaysFast",
                "datasets/prompts.jsonl",
                target(),
                new RequestOptions(
                        PromptType.CHAT,
                        Optional.empty(),
                        OptionalInt.empty(),
                        OptionalDouble.empty(),
                        JsonNodeFactory.instance.objectNode(),
                        true),
                load,
                List.of(budgets),
                goodput,
                early,
                Optional.empty(),
                acceptsInvalid,
                Evidence.POINT);
    }
}
