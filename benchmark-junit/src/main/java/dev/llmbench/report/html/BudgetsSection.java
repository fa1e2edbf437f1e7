package dev.llmbench.report.html;

import dev.llmbench.budget.Verdict;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Budget;
import dev.llmbench.report.Figures;
import dev.llmbench.report.Mark;
import java.util.List;
import java.util.stream.Collectors;

/** Shows the verdict on each budget and its basis. */
final class BudgetsSection implements HtmlPage.Section {
    private final ReportedRun run;

    BudgetsSection(ReportedRun run) {
        this.run = run;
    }

    @Override
    public void addTo(Markup page) {
        page.open("section", "id", "budgets").element("h2", "Budgets");
        List<Budget> breakable = run.result().plan().early().breakpoint().isEmpty()
                ? List.of()
                : run.result().plan().breakableBudgets();
        if (!breakable.isEmpty()) {
            page.element(
                    "p",
                    "The load searched for the level at which one of these breaks: "
                            + breakable.stream()
                                    .map(budget -> budget.figure() + " " + budget.shownLimit())
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
        if (!run.verdicts().all().isEmpty()) {
            verdicts(page);
        }
        page.close();
    }

    private void verdicts(Markup page) {
        HtmlTable table = HtmlTable.ofWords(
                page, "Verdicts on the budgets", List.of("Verdict", "Budget", "Limit", "Actual", "95 % interval", "n"));
        run.verdicts().gravestFirst().forEach(verdict -> row(page, verdict, Mark.of(verdict, run.verdicts())));
        table.close();
        if (!run.verdicts().invalidCauses().isEmpty()) {
            page.element("p", "The run is invalid, so none of these verdicts count.", "class", "note");
        }
        page.element(
                "p",
                "If the test's own assertions fail, the verdict at the top of this page says so.",
                "class",
                "note");
    }

    private static void row(Markup page, Verdict verdict, Mark mark) {
        page.open("tr", "class", "budget " + mark.word());
        page.open("th", "scope", "row");
        page.open("span", "class", "chip");
        page.element("span", mark.sign(), "aria-hidden", "true")
                .text(" " + verdict.word())
                .close();
        page.close();
        page.open("td", "class", "word");
        page.element("strong", verdict.budget().figure());
        page.element("span", verdict.scope().description(), "class", "scope");
        page.element("p", verdict.detail(), "class", "note").close();
        figure(page, "Limit", verdict.budget().shownLimit(), "figure limit");
        figure(page, "Actual", verdict.shownActual(), "figure actual");
        figure(page, "95 % interval", verdict.shownInterval(), "figure interval");
        figure(page, "n", samples(verdict), "figure samples");
        page.close();
    }

    /** Adds a figure with its column's label, which narrow pages show next to it. A missing figure is left blank. */
    private static void figure(Markup page, String label, String value, String style) {
        page.element("td", value.equals("-") ? "" : value, "class", style, "data-label", label);
    }

    private static String samples(Verdict verdict) {
        return verdict.budget().isDerived() && verdict.budget().statistic().kind() != Statistic.Kind.BY_DIFFERENCE
                ? ""
                : Figures.count(verdict.samples());
    }
}
