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
 * All that one load test asks for.
 *
 * <pre>{@code
 * LoadPlan plan = result.plan();
 * System.out.println(plan.test() + " on " + plan.target().shownEndpoint());
 * }</pre>
 *
 * @param test the test's name, as it stands in CSV and reports
 * @param dataset where the prompts come from, as the user wrote it
 * @param target where requests go
 * @param request what each of them says
 * @param load how many of them, when
 * @param budgets limits on the run's figures; one on the error rate is added where none is given
 * @param goodput limits on each request; needed by budgets on goodput and the good fraction
 * @param early what may end the load before its stages do
 * @param deadline a limit on the whole run from outside, such as a test's timeout
 * @param acceptsInvalid whether a run may pass whose load was not offered as planned
 * @param evidence how sure a verdict on a budget has to be to decide, unless the budget says so itself
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
        measuring.twoLengths().ifPresent(mode -> mode.requireFitting(load, early));
        measuring.against().ifPresent(baseline -> baseline.requireFitting(target, load, early, measuring));
        if (measuring.conversations()) {
            ConversationRules.require(request, load, measuring);
        }
        for (Budget budget : budgets) {
            goodput.requireFor("budgets.metric", budget.metric());
            requireProfileFor("budgets.metric", budget.metric(), measuring.modelProfile());
            DerivedBudgets.requireFitting(budget, load, early, measuring);
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

    /** A plan that measures what every request shows. */
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

    /** A plan that nothing ends early, and whose budgets are decided by their point estimates. */
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
     * Requires that the plan says all that a metric takes to be told.
     *
     * @param attribute where the metric is named
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
                            ? "this takes parameters, bytes per parameter, the KV geometry and the peak bandwidth"
                            : "this takes parameters and the peak FLOP/s",
                    "Give them, such as by @ModelProfile(model = \"llama-3.1-8b\", accelerator = \"h100-sxm\")");
        }
    }

    private static String stages(int number) {
        return number + (number == 1 ? " stage" : " stages");
    }

    private static List<Budget> withErrorRate(List<Budget> given) {
        boolean covered = given.stream()
                .anyMatch(budget -> budget.metric() == Metric.ERROR_RATE && BreakableBudgets.sayWhatABreakIs(budget));
        List<Budget> all = new ArrayList<>(given);
        if (!covered) {
            all.add(Budget.DEFAULT_ERROR_RATE);
        }
        return List.copyOf(all);
    }

    /**
     * The budgets that are judged by the whole run or their stage. Where the load is there to break the run's budgets, they
     * say what a break is, and are not among these.
     */
    public List<Budget> judgedBudgets() {
        return early.breakpoint().isEmpty()
                ? budgets
                : budgets.stream()
                        .filter(budget -> !BreakableBudgets.sayWhatABreakIs(budget))
                        .toList();
    }

    /** The budgets of the run whose break a breakpoint run looks for. */
    public List<Budget> breakableBudgets() {
        return budgets.stream().filter(BreakableBudgets::sayWhatABreakIs).toList();
    }

    /** The plan with the rates that its search tried in its stages; the same plan where it has no search. */
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

    /** The same plan, with something else measured beyond what every request shows. */
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
     * The same load, judged in another way. Budgets that are no longer the plan's own are all judged, also where the load was
     * there to break those that it had; beside a budget on the breakpoint itself those that it had stay.
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
                own || !ofBreakpoint ? otherBudgets : besideOwnBreak(otherBudgets),
                otherGoodput,
                own || ofBreakpoint ? early : new EarlyEnd(early.abort(), Optional.empty()),
                deadline,
                acceptInvalid,
                otherEvidence,
                measuring);
    }

    /** What the breakpoint was found by can't be changed afterwards: it stays, and the others are judged. */
    private List<Budget> besideOwnBreak(List<Budget> others) {
        others.stream().filter(BreakableBudgets::sayWhatABreakIs).findFirst().ifPresent(budget -> {
            throw ConfigurationException.of(
                    "budgets",
                    budget.figure() + " " + budget.shownLimit(),
                    "beside a budget on the breakpoint it would say what a break is, and the load is over",
                    "Leave one of them out, or give this one a stage");
        });
        return Stream.concat(breakableBudgets().stream(), others.stream()).toList();
    }

    /** What MBU and MTU are worked out from. */
    public Optional<ModelProfile> modelProfile() {
        return measuring.modelProfile();
    }

    /** How TPOT is measured by two lengths of output; empty where it is not. */
    public Optional<TwoLengths> twoLengths() {
        return measuring.twoLengths();
    }

    /** Whether each record of the dataset is run turn by turn by one virtual user. */
    public boolean runsConversations() {
        return measuring.conversations();
    }

    /** The name of what counts the tokens that the server does not; empty where nothing does. */
    public Optional<String> tokenizer() {
        return measuring.tokenizer();
    }

    /** The endpoint that the test's own is compared with; empty for none. */
    public Optional<Against> against() {
        return measuring.against();
    }

    /** What requests carry that nobody else may see, of every endpoint. */
    public Secrets secrets() {
        return against()
                .map(baseline -> target.secrets().and(baseline.target().secrets()))
                .orElseGet(target::secrets);
    }

    /** The plan of one arm of a run that compares two endpoints: the same load, to that endpoint alone. */
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
                measuring.comparedWith(Optional.empty()));
    }

    /** When the run is over whatever happens: the stages, the graceful stop and one connect timeout. */
    public Duration hardDeadline() {
        Duration own = load.end().plus(load.gracefulStop()).plus(target.connectTimeout());
        return deadline.filter(outer -> outer.compareTo(own) < 0).orElse(own);
    }

    /**
     * How long the generator may stand still before what it held back can burden the server: the larger of 10 ms and a tenth
     * of the tightest TTFT limit.
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
