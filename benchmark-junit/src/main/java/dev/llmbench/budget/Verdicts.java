package dev.llmbench.budget;

import dev.llmbench.plan.Budget;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Measurement;
import dev.llmbench.result.Recovery;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The verdicts on all budgets of a run, and on the run itself. The test fails because of each budget that fails under its
 * evidence policy or has no sample, because of an invalid run unless its plan accepts that, and because of files that could
 * not be written.
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

    /** The same verdicts on a result that differs in what became of the run afterwards, such as a file that was not written. */
    public Verdicts with(LoadResult later) {
        return new Verdicts(later, all);
    }

    /** The result that was judged. */
    public LoadResult result() {
        return result;
    }

    /**
     * Judges one budget, which need not be in the plan.
     *
     * @throws dev.llmbench.plan.ConfigurationException if the budget is for a stage that the test does not have
     */
    public static Verdict judge(LoadResult result, Budget budget) {
        return judge(new BudgetCheck(result, budget, false));
    }

    /** Judges a budget on a recovery that the caller looked for, after stages or by a rule of its own. */
    public static Verdict judge(LoadResult result, Budget budget, Recovery recovery) {
        return new DerivedJudge(new BudgetCheck(result, budget, false)).verdict(recovery);
    }

    private static Verdict judge(BudgetCheck check) {
        return check.budget().isDerived() ? new DerivedJudge(check).verdict() : new Judge(check).verdict();
    }

    /**
     * Judges one budget with a strict limit: a figure that equals it is on the wrong side.
     *
     * @throws dev.llmbench.plan.ConfigurationException if the budget is for a stage that the test does not have
     */
    public static Verdict judgeStrictly(LoadResult result, Budget budget) {
        return judge(new BudgetCheck(result, budget, true));
    }

    /**
     * Judges a budget on a window of time, or on another part of the result than the budget names.
     *
     * @param measured of this result, such as {@link LoadResult#window}
     * @param strict whether a figure that equals the limit is on the wrong side
     */
    public static Verdict judge(LoadResult result, Budget budget, Measurement measured, boolean strict) {
        return judge(new BudgetCheck(result, budget, measured, strict));
    }

    /** The verdicts in the order of the plan's budgets. */
    public List<Verdict> all() {
        return all;
    }

    /** The same verdicts, those that fail the test first, and the gravest of them before the others. */
    public List<Verdict> gravestFirst() {
        return all.stream().sorted(GRAVEST_FIRST).toList();
    }

    /** The verdicts that fail the test, the gravest first. */
    public List<Verdict> failures() {
        return gravestFirst().stream().filter(Verdict::failed).toList();
    }

    /**
     * What makes the run invalid; empty if it is valid, or if its plan accepts a load that was not offered as planned. No plan
     * accepts a run in which nothing ended ok, or that was cut short.
     */
    public List<String> invalidCauses() {
        return result.invalidCauses();
    }

    /**
     * Whether the test fails. It does if the plan's own abort rule ended the run, whatever the budgets say about the rest; and
     * if files are incomplete, since nobody would look for them after a pass.
     */
    public boolean failed() {
        return !failures().isEmpty()
                || !invalidCauses().isEmpty()
                || result.facts().aborted().isPresent()
                || !result.incompleteFiles().isEmpty();
    }

    /** The error that fails the test; empty where it passes. */
    public Optional<AssertionError> failure() {
        return failed() ? Optional.of(new AssertionError(failureMessage())) : Optional.empty();
    }

    /**
     * Returns everything that failed, the gravest first, with the commonest errors and the path of the CSV, on several lines.
     * Empty if nothing failed.
     */
    public String failureMessage() {
        return new FailureMessage(result).of(failures(), all.size(), invalidCauses());
    }

    /** Returns the failure message of one verdict. */
    public static String failureMessage(LoadResult result, Verdict verdict) {
        return new FailureMessage(result).of(verdict);
    }

    /** Returns the failure message of a finding that is no verdict. */
    public static String failureMessage(LoadResult result, String finding) {
        return new FailureMessage(result).of(finding);
    }

    /** Returns a failure message without what every report of the run says anyway: errors, files, the load generator. */
    public static String withoutContext(String failureMessage) {
        return FailureMessage.withoutContext(failureMessage);
    }

    /** Returns the failure message of an invalid run, whether or not its plan accepts that; empty if the run is valid. */
    public static String invalidMessage(LoadResult result) {
        List<String> causes = result.validity().causes();
        return causes.isEmpty() ? "" : new FailureMessage(result).of(List.of(), 0, causes);
    }
}
