package dev.llmbench.plan;

import dev.llmbench.metric.Metric;
import dev.llmbench.sample.Arm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * The complete configuration of a load test.
 *
 * <pre>{@code
 * LoadPlan plan = result.plan();
 * System.out.println(plan.test() + " on " + plan.target().shownEndpoint());
 * }</pre>
 *
 * @param test the test's name, as in the CSV and reports
 * @param dataset the source of the prompts, as the user wrote it
 * @param target the endpoint and how it is called
 * @param request the content of requests besides their prompts
 * @param load how much load there is, and when
 * @param budgets limits on the run's figures; one on the error rate is added if there is none
 * @param goodput limits on each request; needed by budgets on goodput and the good fraction
 * @param early what may end the load before its stages have ended
 * @param deadline an external limit on the length of the run, such as a test's timeout
 * @param acceptsInvalid whether a run may pass although its load was not offered as planned
 * @param evidence how much evidence a verdict needs, unless the budget has its own policy
 * @param measuring what is measured beyond what every request shows
 */
public record LoadPlan(
        String test,
        String dataset,
        Target target,
        RequestOptions request,
        Load load,
        List<Budget> budgets,
        GoodputLimits goodput,
        EarlyEnd early,
        Optional<Duration> deadline,
        boolean acceptsInvalid,
        Evidence evidence,
        Measuring measuring) {

    private static final double LEAST_TOLERANCE_MICROS = 10_000;

    public LoadPlan {
        budgets = early.breakpoint().isPresent() ? List.copyOf(budgets) : withErrorRate(budgets);
        if (early.breakpoint().isPresent()) {
            BreakableBudgets.require(budgets, early.breakpoint().get(), load);
        }
        measuring.twoLengths().ifPresent(mode -> mode.requireCompatible(load, early));
        measuring.against().ifPresent(baseline -> baseline.requireCompatible(target, load, early, measuring));
        if (measuring.conversations()) {
            ConversationRules.require(request, load, measuring);
        }
        for (Budget budget : budgets) {
            goodput.requireFor("budgets.metric", budget.metric());
            requireProfileFor("budgets.metric", budget.metric(), measuring.modelProfile());
            DerivedBudgets.requireCompatible(budget, load, early, measuring);
            ConversationRules.requireTurns(budget, measuring.conversations());
            if (budget.stage().orElse(1) > load.stages().size()) {
                throw ConfigurationException.of(
                        "budgets.stage",
                        budget.stage().getAsInt(),
                        "the test has " + stages(load.stages().size()),
                        "Name one of them; the first is 1");
            }
        }
    }

    /** A plan that measures only what every request shows. */
    public LoadPlan(
            String test,
            String dataset,
            Target target,
            RequestOptions request,
            Load load,
            List<Budget> budgets,
            GoodputLimits goodput,
            EarlyEnd early,
            Optional<Duration> deadline,
            boolean acceptsInvalid,
            Evidence evidence) {
        this(
                test,
                dataset,
                target,
                request,
                load,
                budgets,
                goodput,
                early,
                deadline,
                acceptsInvalid,
                evidence,
                Measuring.NONE);
    }

    /** A plan that nothing ends early and whose budgets are decided by their point estimates. */
    public LoadPlan(
            String test,
            String dataset,
            Target target,
            RequestOptions request,
            Load load,
            List<Budget> budgets,
            GoodputLimits goodput,
            Optional<Duration> deadline,
            boolean acceptsInvalid) {
        this(
                test,
                dataset,
                target,
                request,
                load,
                budgets,
                goodput,
                EarlyEnd.NONE,
                deadline,
                acceptsInvalid,
                Evidence.POINT);
    }

    /**
     * Requires that the plan has everything needed to report a metric.
     *
     * @param attribute the attribute that names the metric
     * @throws ConfigurationException if the metric counts good requests and there are no limits, or is MBU or MTU and the
     *     model profile does not suffice
     */
    public void requireFor(String attribute, Metric metric) {
        goodput.requireFor(attribute, metric);
        requireProfileFor(attribute, metric, measuring.modelProfile());
    }

    private static void requireProfileFor(String attribute, Metric metric, Optional<ModelProfile> profile) {
        boolean needed = metric.kind() == Metric.Kind.UTILIZATION;
        if (needed && !profile.map(known -> known.suffices(metric)).orElse(false)) {
            throw ConfigurationException.of(
                    attribute,
                    metric,
                    metric == Metric.MBU
                            ? "this needs parameters, bytes per parameter, the KV geometry and the peak bandwidth"
                            : "this needs parameters and the peak FLOP/s",
                    "Give them, for example with @ModelProfile(model = \"llama-3.1-8b\", accelerator ="
                            + " \"h100-sxm\")");
        }
    }

    private static String stages(int number) {
        return number + (number == 1 ? " stage" : " stages");
    }

    private static List<Budget> withErrorRate(List<Budget> given) {
        boolean covered = given.stream()
                .anyMatch(budget -> budget.metric() == Metric.ERROR_RATE && BreakableBudgets.defineBreak(budget));
        List<Budget> all = new ArrayList<>(given);
        if (!covered) {
            all.add(Budget.DEFAULT_ERROR_RATE);
        }
        return List.copyOf(all);
    }

    /**
     * Returns the budgets that are judged over the whole run or their stage. In a breakpoint run the budgets of the whole
     * run define what a break is, and are not judged.
     */
    public List<Budget> judgedBudgets() {
        return early.breakpoint().isEmpty()
                ? budgets
                : budgets.stream()
                        .filter(budget -> !BreakableBudgets.defineBreak(budget))
                        .toList();
    }

    /** Returns the budgets that define what a break is in a breakpoint run. */
    public List<Budget> breakableBudgets() {
        return budgets.stream().filter(BreakableBudgets::defineBreak).toList();
    }

    /** Returns this plan with the rates that its search tried as its stages; this plan itself if it has no search. */
    public LoadPlan carriedOutAt(List<Double> rates) {
        return early.breakpoint().orElse(null) instanceof RateSearch search
                ? new LoadPlan(
                        test,
                        dataset,
                        target,
                        request,
                        load.withStages(search.stages(rates)),
                        budgets,
                        goodput,
                        early,
                        deadline,
                        acceptsInvalid,
                        evidence,
                        measuring)
                : this;
    }

    /** Returns this plan with another {@link #measuring}. */
    public LoadPlan with(Measuring other) {
        return new LoadPlan(
                test,
                dataset,
                target,
                request,
                load,
                budgets,
                goodput,
                early,
                deadline,
                acceptsInvalid,
                evidence,
                other);
    }

    /**
     * Returns this plan with other criteria. If the budgets differ from the plan's own, all of them are judged, even after a
     * breakpoint run; only if one of them limits the breakpoint itself, the budgets by which it was found are kept.
     */
    public LoadPlan judgedBy(
            List<Budget> otherBudgets, GoodputLimits otherGoodput, Evidence otherEvidence, boolean acceptInvalid) {
        boolean ofBreakpoint =
                early.breakpoint().isPresent() && otherBudgets.stream().anyMatch(DerivedBudgets::isOfBreakpoint);
        boolean own = otherBudgets.equals(budgets);
        return new LoadPlan(
                test,
                dataset,
                target,
                request,
                load,
                own || !ofBreakpoint ? otherBudgets : withOwnBreakableBudgets(otherBudgets),
                otherGoodput,
                own || ofBreakpoint ? early : new EarlyEnd(early.abort(), Optional.empty()),
                deadline,
                acceptInvalid,
                otherEvidence,
                measuring);
    }

    /** The budgets by which the breakpoint was found can't be changed afterwards: they are kept, and the others are judged. */
    private List<Budget> withOwnBreakableBudgets(List<Budget> others) {
        others.stream().filter(BreakableBudgets::defineBreak).findFirst().ifPresent(budget -> {
            throw ConfigurationException.of(
                    "budgets",
                    budget.figure() + " " + budget.shownLimit(),
                    "together with a budget on the breakpoint it would define what a break is, but the"
                            + " load has ended",
                    "Leave one of them out, or give this one a stage");
        });
        return Stream.concat(breakableBudgets().stream(), others.stream()).toList();
    }

    /** Returns the model profile from which MBU and MTU are computed. */
    public Optional<ModelProfile> modelProfile() {
        return measuring.modelProfile();
    }

    /** Returns how TPOT is measured from two output lengths; empty if it is not. */
    public Optional<TwoLengths> twoLengths() {
        return measuring.twoLengths();
    }

    /** Whether one virtual user runs each record of the dataset turn by turn. */
    public boolean runsConversations() {
        return measuring.conversations();
    }

    /** Returns the name of the tokenizer that counts tokens if the server does not; empty for none. */
    public Optional<String> tokenizer() {
        return measuring.tokenizer();
    }

    /** Returns the baseline that the test's endpoint is compared with; empty for none. */
    public Optional<Against> against() {
        return measuring.against();
    }

    /** Returns the secrets in the requests to all endpoints. */
    public Secrets secrets() {
        return against()
                .map(baseline -> target.secrets().and(baseline.target().secrets()))
                .orElseGet(target::secrets);
    }

    /** Returns the plan of one arm of a run that compares two endpoints: the same load, sent only to that endpoint. */
    public LoadPlan of(Arm arm) {
        if (against().isEmpty()) {
            return this;
        }
        Target its = arm == Arm.CANDIDATE ? target : against().orElseThrow().target();
        return new LoadPlan(
                test,
                dataset,
                its,
                request,
                load,
                budgets,
                goodput,
                early,
                deadline,
                acceptsInvalid,
                evidence,
                measuring.withBaseline(Optional.empty()));
    }

    /** Returns when the run is over whatever happens: after the stages, the graceful stop and one connect timeout. */
    public Duration hardDeadline() {
        Duration own = load.end().plus(load.gracefulStop()).plus(target.connectTimeout());
        return deadline.filter(outer -> outer.compareTo(own) < 0).orElse(own);
    }

    /**
     * Returns how long the generator may stall before the requests it held back can burden the server: the larger of 10 ms
     * and a tenth of the tightest TTFT limit.
     */
    public Duration lagTolerance() {
        double ofTtft =
                tightest(Metric.TTFT, Metric.TTFT_FROM_SCHEDULE, Metric.TTFO).orElse(0) / 10;
        double micros = Math.max(LEAST_TOLERANCE_MICROS, ofTtft);
        return Duration.ofNanos(Math.round(micros * 1_000));
    }

    private OptionalDouble tightest(Metric... metrics) {
        List<Metric> wanted = List.of(metrics);
        DoubleStream ofBudgets = budgets.stream()
                .filter(budget -> wanted.contains(budget.metric())
                        && budget.bound() == Budget.Bound.AT_MOST
                        && !budget.isDerived())
                .mapToDouble(Budget::limit);
        DoubleStream ofGoodput = goodput.limits().entrySet().stream()
                .filter(limit -> wanted.contains(limit.getKey()))
                .mapToDouble(limit -> limit.getValue().toNanos() / 1_000.0);
        return DoubleStream.concat(ofBudgets, ofGoodput).min();
    }
}
