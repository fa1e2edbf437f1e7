package dev.llmbench.report.console;

import dev.llmbench.report.Figures;
import dev.llmbench.report.LoadLine;
import dev.llmbench.report.Mark;
import dev.llmbench.report.Terminal;
import dev.llmbench.report.TextTable;
import dev.llmbench.report.files.Comparison;
import dev.llmbench.result.LoadResult;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Renders the figures of two runs side by side. */
public final class ConsoleComparison {
    private final LoadResult a;
    private final LoadResult b;
    private final Comparison comparison;
    private final Terminal terminal;
    private final Page page;
    private final TextTable table = new TextTable("Figure", "A", "B", "B - A", "95 % intervals");

    private ConsoleComparison(LoadResult a, LoadResult b, Terminal terminal) {
        this.a = a;
        this.b = b;
        this.comparison = Comparison.of(a, b);
        this.terminal = terminal;
        this.page = new Page(terminal);
    }

    /**
     * Shows each figure of both runs, by how much the second differs from the first, and whether their 95 % intervals are apart,
     * preceded by whether the runs are comparable at all. Lines end in {@code \n}.
     */
    public static String render(LoadResult a, LoadResult b, Terminal terminal) {
        return new ConsoleComparison(a, b, terminal).render();
    }

    private String render() {
        page.blank();
        run("A", a);
        run("B", b);
        comparison.unlike().ifPresent(why -> page.field("Beware", why));
        for (Comparison.Row row : comparison.rows()) {
            table.row(
                    row.figure(),
                    terminal.signs(row.before()),
                    terminal.signs(row.after()),
                    row.difference(),
                    row.finding().words());
        }
        page.table(table, ConsoleComparison::colour);
        return page.toString();
    }

    private void run(String name, LoadResult result) {
        page.field(
                name,
                result.plan().test() + " at " + result.facts().startedAt().truncatedTo(ChronoUnit.SECONDS) + ", "
                        + result.plan().target().shownEndpoint()
                        + result.plan()
                                .request()
                                .model()
                                .map(model -> ", " + model)
                                .orElse("") + "; "
                        + LoadLine.of(result.plan()) + "; "
                        + Figures.count(result.run().ok()) + " ok, "
                        + Figures.counted(result.run().errors(), "error")
                        + (result.validity().isValid() ? "" : "; INVALID"));
    }

    /** Colours only differences that are rarely due to chance. */
    private static Optional<Mark> colour(String line) {
        return line.endsWith(Comparison.Finding.BETTER.words())
                ? Optional.of(Mark.GOOD)
                : line.endsWith(Comparison.Finding.WORSE.words()) ? Optional.of(Mark.BAD) : Optional.empty();
    }
}
