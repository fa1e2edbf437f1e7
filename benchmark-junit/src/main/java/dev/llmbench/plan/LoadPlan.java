package dev.llmbench.plan;

import dev.llmbench.metric.Metric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * All that one load test asks for.
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
 * @param acceptsInvalid whether a run that the generator itself distorted may pass
 * @param evidence how sure a verdict on a budget has to be to decide, unless the budget says so itself
 * @param modelProfile what MBU and MTU are worked out from; needed by budgets on them
 * @param twoLengths how TPOT is measured by two lengths of output; empty where it is not
 * @param tokenizer the name of what counts the tokens that the server does not; empty where nothing does
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
        Optional<ModelProfile> modelProfile,
        Optional<TwoLengths> twoLengths,
        Optional<String> tokenizer) {

    private static final double LEAST_TOLERANCE_MICROS = 10_000;

    public LoadPlan {
        budgets = early.breakpoint().isPresent() ? List.copyOf(budgets) : withErrorRate(budgets);
        if (early.breakpoint().isPresent()) {
            requireBreakable(budgets, early.breakpoint().get(), load);
        }
        twoLengths.ifPresent(mode -> mode.requireFitting(load, early));
        for (Budget budget : budgets) {
            goodput.requireFor("budgets.metric", budget.metric());
            requireProfileFor("budgets.metric", budget.metric(), modelProfile);
            OverTimeBudgets.requireFitting(budget, load, early);
            if (budget.stage().orElse(1) > load.stages().size()) {
                throw ConfigurationException.of(
                        "budgets.stage",
                        budget.stage().getAsInt(),
                        "the test has " + stages(load.stages().size()),
                        "Name one of them; the first is 1");
            }
        }
    }

    /** A plan in which the server counts the tokens, or nobody. */
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
            Evidence evidence,
            Optional<ModelProfile> modelProfile,
            Optional<TwoLengths> twoLengths) {
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
                modelProfile,
                twoLengths,
                Optional.empty());
    }

    /** A plan without a profile of the model, and that does not measure TPOT by two lengths. */
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
                Optional.empty(),
                Optional.empty());
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
        requireProfileFor(attribute, metric, modelProfile);
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

    private static void requireBreakable(List<Budget> budgets, BreakpointHunt hunt, Load load) {
        List<Budget> ofTheRun =
                budgets.stream().filter(LoadPlan::saysWhatABreakIs).toList();
        if (ofTheRun.isEmpty()) {
            throw ConfigurationException.saying("budgets has none for the run: a breakpoint is where one breaks."
                    + " Write for example budgets = @Budget(metric = TTFT, atMost = \"300ms\").");
        }
        for (Budget budget : ofTheRun) {
            if (!budget.isBreakable()) {
                throw ConfigurationException.of(
                        "budgets",
                        budget.figure() + " " + budget.shownLimit(),
                        "load breaks a budget on a latency's percentile, mean or maximum, on the error rate or on the good"
                                + " fraction",
                        "Use one of those, or give this one a stage");
            }
        }
        if (hunt instanceof RateSearch search) {
            requireOpen(load);
            ofTheRun.forEach(budget -> requireSamples(budget, search));
        }
    }

    private static void requireOpen(Load load) {
        if (!load.model().isOpen()) {
            throw ConfigurationException.of(
                    "load", load.model(), "profile = SEARCH looks for a rate", "Use ARRIVAL_RATE or leave it out");
        }
    }

    private static void requireSamples(Budget budget, RateSearch search) {
        double requests = search.lowest() * search.hold().toNanos() / 1e9;
        long needed = budget.leastSamples();
        if (requests < needed) {
            throw ConfigurationException.of(
                    "hold",
                    Durations.format(search.hold()),
                    "at the lowest rate of " + LoadModel.number(search.lowest()) + "/s that is "
                            + LoadModel.number(Math.floor(requests)) + " requests, and " + budget.figure() + " "
                            + budget.shownLimit() + " needs " + needed,
                    "Hold for longer, or start at a higher rate");
        }
    }

    private static String stages(int number) {
        return number + (number == 1 ? " stage" : " stages");
    }

    private static List<Budget> withErrorRate(List<Budget> given) {
        boolean covered =
                given.stream().anyMatch(budget -> budget.metric() == Metric.ERROR_RATE && saysWhatABreakIs(budget));
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
                : budgets.stream().filter(budget -> !saysWhatABreakIs(budget)).toList();
    }

    /** The budgets of the run whose break a breakpoint run looks for. */
    public List<Budget> breakableBudgets() {
        return budgets.stream().filter(LoadPlan::saysWhatABreakIs).toList();
    }

    /** A budget of the run on what a measured request tells, rather than on the course of the whole run. */
    private static boolean saysWhatABreakIs(Budget budget) {
        return budget.stage().isEmpty() && !budget.statistic().isOverTime();
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
                        modelProfile,
                        twoLengths,
                        tokenizer)
                : this;
    }

    /** The same plan, with TPOT measured by two lengths, or not. */
    public LoadPlan with(Optional<TwoLengths> mode) {
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
                modelProfile,
                mode,
                tokenizer);
    }

    /**
     * The same load, judged in another way. Budgets that are no longer the plan's own are all judged, also where the load was
     * there to break those that it had.
     */
    public LoadPlan judgedBy(
            List<Budget> otherBudgets, GoodputLimits otherGoodput, Evidence otherEvidence, boolean acceptInvalid) {
        return new LoadPlan(
                test,
                dataset,
                target,
                request,
                load,
                otherBudgets,
                otherGoodput,
                otherBudgets.equals(budgets) ? early : new EarlyEnd(early.abort(), Optional.empty()),
                deadline,
                acceptInvalid,
                otherEvidence,
                modelProfile,
                twoLengths);
    }

    /** When the run is over whatever happens: the stages, the graceful stop and one connect timeout. */
    public Duration hardDeadline() {
        Duration own = load.end().plus(load.gracefulStop()).plus(target.connectTimeout());
        return deadline.filter(outer -> outer.compareTo(own) < 0).orElse(own);
    }

    /**
     * How late the generator itself may be before it distorts what this plan measures: the larger of 10 ms and a tenth of
     * the tightest TTFT limit, or half of the tightest limit on TPOT or chunk gap where that is less.
     */
    public Duration lagTolerance() {
        double ofTtft =
                tightest(Metric.TTFT, Metric.TTFT_FROM_SCHEDULE, Metric.TTFO).orElse(0) / 10;
        double ofStream = tightest(Metric.TPOT, Metric.CHUNK_GAP).orElse(Double.MAX_VALUE) / 2;
        double micros = Math.min(Math.max(LEAST_TOLERANCE_MICROS, ofTtft), ofStream);
        return Duration.ofNanos(Math.round(micros * 1_000));
    }

    private OptionalDouble tightest(Metric... metrics) {
        List<Metric> wanted = List.of(metrics);
        DoubleStream ofBudgets = budgets.stream()
                .filter(budget -> wanted.contains(budget.metric())
                        && budget.bound() == Budget.Bound.AT_MOST
                        && !budget.statistic().isOverTime())
                .mapToDouble(Budget::limit);
        DoubleStream ofGoodput = goodput.limits().entrySet().stream()
                .filter(limit -> wanted.contains(limit.getKey()))
                .mapToDouble(limit -> limit.getValue().toNanos() / 1_000.0);
        return DoubleStream.concat(ofBudgets, ofGoodput).min();
    }
}
