package dev.llmbench.budget;

import dev.llmbench.plan.Budget;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Measurement;
import dev.llmbench.result.Recovery;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The verdicts on all budgets of a run, and on the run itself. The test fails by the budgets that their policy
 * of evidence has fail, by every one without a sample, by an invalid run unless its plan accepts that, and by files that
 * could not be written.
 *
 * <pre>{@code
 * if (Verdicts.of(result).failed()) {
 *     System.err.println(Verdicts.of(result).failureMessage());
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
     * Holds every budget of the result's plan against the result; where the load was there to break the run's budgets, only
     * those of a stage.
     */
    public static Verdicts of(LoadResult result) {
        return new Verdicts(
                result,
                result.plan().judgedBudgets().stream()
                        .map(budget -> judge(result, budget))
                        .toList());
    }

    /**
     * Holds one budget against the result, whether the plan knows it or not.
     *
     * @throws dev.llmbench.plan.ConfigurationException if the budget is for a stage that the test does not have
     */
    public static Verdict judge(LoadResult result, Budget budget) {
        return judge(new BudgetCheck(result, budget, false));
    }

    /** Holds a budget on a recovery against one that was found after stages, or by a rule, of the caller's choice. */
    public static Verdict judge(LoadResult result, Budget budget, Recovery recovery) {
        return new DerivedJudge(new BudgetCheck(result, budget, false)).of(recovery);
    }

    private static Verdict judge(BudgetCheck question) {
        return question.budget().statistic().isDerived()
                ? new DerivedJudge(question).verdict()
                : new Judge(question).verdict();
    }

    /**
     * The same with a strict limit: a figure that equals it is on the wrong side.
     *
     * @throws dev.llmbench.plan.ConfigurationException if the budget is for a stage that the test does not have
     */
    public static Verdict judgeStrictly(LoadResult result, Budget budget) {
        return judge(new BudgetCheck(result, budget, true));
    }

    /**
     * Holds a budget against a window of time, or another part of the result than the budget names.
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

    /** The same, those by which the test fails first, and of them the gravest. */
    public List<Verdict> gravestFirst() {
        return all.stream().sorted(GRAVEST_FIRST).toList();
    }

    /** The verdicts by which the test fails, the gravest first. */
    public List<Verdict> failures() {
        return gravestFirst().stream().filter(Verdict::failed).toList();
    }

    /**
     * What makes the run invalid; empty where it is valid, or where its plan accepts a load that was not offered as planned. A run
     * in which nothing ended ok, or that was cut short, is accepted by no plan.
     */
    public List<String> invalidCauses() {
        return result.invalidCauses();
    }

    /**
     * Whether the test fails. A run that its own abort rule ended does, whatever the budgets say of what was left; so does one
     * whose files are incomplete, for nobody would look for them after a pass.
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
     * All that failed, the gravest first, with the commonest errors and the path of the CSV: several lines for a console.
     * Empty where nothing failed.
     */
    public String failureMessage() {
        return new FailureMessage(result).of(failures(), all.size(), invalidCauses());
    }

    /** What failed by one verdict, told in the same way. */
    public static String failureMessage(LoadResult result, Verdict verdict) {
        return new FailureMessage(result).of(verdict);
    }

    /** What failed beside the budgets, told in the same way. */
    public static String failureMessage(LoadResult result, String finding) {
        return new FailureMessage(result).of(finding);
    }

    /** A failure's message without what every report of the run tells as well: errors, files, the load generator. */
    public static String withoutContext(String failureMessage) {
        return FailureMessage.withoutContext(failureMessage);
    }

    /** What makes the run invalid, told in the same way, whether its plan accepts that or not; empty where it is valid. */
    public static String invalidMessage(LoadResult result) {
        List<String> causes = result.validity().causes();
        return causes.isEmpty() ? "" : new FailureMessage(result).of(List.of(), 0, causes);
    }
}
