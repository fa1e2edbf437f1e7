package dev.llmbench.budget;

import dev.llmbench.plan.Budget;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Measurement;
import dev.llmbench.result.Recovery;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The verdicts on all budgets of a run, and on the run itself. The test fails if a budget fails under its evidence
 * policy or has no sample, if the run is invalid and its plan does not accept that, or if files could not be written.
 *
 * <pre>{@code
 * Verdicts verdicts = Verdicts.of(result);
 * if (verdicts.failed()) {
 *     System.err.println(verdicts.failureMessage());
 * }
 * }</pre>
 */
public final class Verdicts {
    private static final Comparator<Verdict> GRAVEST_FIRST = Comparator.comparing(
                    Verdict::failed, Comparator.reverseOrder())
            .thenComparing(Verdict::kind)
            .thenComparing(verdict -> verdict.kind() != Verdict.Kind.PASS && !verdict.proven());

    private final LoadResult result;
    private final List<Verdict> all;

    private Verdicts(LoadResult result, List<Verdict> all) {
        this.result = result;
        this.all = List.copyOf(all);
    }

    /**
     * Judges the budgets of the result's plan; only those of a stage if the load was meant to break the budgets of the run.
     */
    public static Verdicts of(LoadResult result) {
        return new Verdicts(
                result,
                result.plan().judgedBudgets().stream()
                        .map(budget -> judge(result, budget))
                        .toList());
    }

    /**
     * Returns the same verdicts on a result that only differs in what happened after the run, such as a file that was
     * not written.
     */
    public Verdicts with(LoadResult later) {
        return new Verdicts(later, all);
    }

    /** Returns the result that was judged. */
    public LoadResult result() {
        return result;
    }

    /**
     * Judges one budget, which need not be part of the plan.
     *
     * @throws dev.llmbench.plan.ConfigurationException if the budget is for a stage that the test does not have
     */
    public static Verdict judge(LoadResult result, Budget budget) {
        return judge(new BudgetCheck(result, budget, false));
    }

    /**
     * Judges a budget on a recovery that the caller determined, for instance after certain stages or by a rule of its
     * own.
     */
    public static Verdict judge(LoadResult result, Budget budget, Recovery recovery) {
        return new DerivedJudge(new BudgetCheck(result, budget, false)).verdict(recovery);
    }

    private static Verdict judge(BudgetCheck check) {
        return check.budget().isDerived() ? new DerivedJudge(check).verdict() : new Judge(check).verdict();
    }

    /**
     * Judges one budget with a strict limit, so that a figure equal to it is on the wrong side.
     *
     * @throws dev.llmbench.plan.ConfigurationException if the budget is for a stage that the test does not have
     */
    public static Verdict judgeStrictly(LoadResult result, Budget budget) {
        return judge(new BudgetCheck(result, budget, true));
    }

    /**
     * Judges a budget on a time window or on another part of the result than the budget names.
     *
     * @param measured a measurement of this result, such as {@link LoadResult#window}
     * @param strict whether a figure equal to the limit is on the wrong side
     */
    public static Verdict judge(LoadResult result, Budget budget, Measurement measured, boolean strict) {
        return judge(new BudgetCheck(result, budget, measured, strict));
    }

    /** Returns the verdicts in the order of the plan's budgets. */
    public List<Verdict> all() {
        return all;
    }

    /** Returns the same verdicts, those that fail the test first and the most serious of them before the others. */
    public List<Verdict> gravestFirst() {
        return all.stream().sorted(GRAVEST_FIRST).toList();
    }

    /** Returns the verdicts that fail the test, the most serious first. */
    public List<Verdict> failures() {
        return gravestFirst().stream().filter(Verdict::failed).toList();
    }

    /**
     * Returns what makes the run invalid; empty if it is valid, or if its plan accepts a load that was not offered as
     * planned. No plan accepts a run that was cut short or in which no request ended ok.
     */
    public List<String> invalidCauses() {
        return result.invalidCauses();
    }

    /**
     * Returns whether the test fails. It also fails if the plan's abort rule ended the run, whatever the budgets say
     * about the rest, and if files are incomplete, since nobody would look for them after a pass.
     */
    public boolean failed() {
        return !failures().isEmpty()
                || !invalidCauses().isEmpty()
                || result.facts().aborted().isPresent()
                || !result.incompleteFiles().isEmpty();
    }

    /** Returns the error that fails the test; empty if the test passes. */
    public Optional<AssertionError> failure() {
        return failed() ? Optional.of(new AssertionError(failureMessage())) : Optional.empty();
    }

    /**
     * Returns everything that failed, the most serious first, with the most common errors and the path of the CSV, on
     * several lines. Empty if nothing failed.
     */
    public String failureMessage() {
        return new FailureMessage(result).of(failures(), all.size(), invalidCauses());
    }

    /** Returns the failure message of one verdict. */
    public static String failureMessage(LoadResult result, Verdict verdict) {
        return new FailureMessage(result).of(verdict);
    }

    /** Returns the failure message of a finding that is not a verdict. */
    public static String failureMessage(LoadResult result, String finding) {
        return new FailureMessage(result).of(finding);
    }

    /**
     * Returns a failure message without what every report of the run contains anyway: errors, files and the load
     * generator.
     */
    public static String withoutContext(String failureMessage) {
        return FailureMessage.withoutContext(failureMessage);
    }

    /** Returns the failure message of an invalid run, whether or not its plan accepts that; empty if the run is valid. */
    public static String invalidMessage(LoadResult result) {
        List<String> causes = result.validity().causes();
        return causes.isEmpty() ? "" : new FailureMessage(result).of(List.of(), 0, causes);
    }
}
