package dev.llmbench.report.console;

import dev.llmbench.report.Mark;
import dev.llmbench.report.SafeText;
import dev.llmbench.report.Terminal;
import dev.llmbench.report.TextTable;
import java.util.Optional;
import java.util.function.Function;

/** Builds text for the console, wrapped at the terminal's width except for wider tables, paths and URLs. */
final class Page {
    private static final String INDENT = "  ";
    private static final int LABEL_WIDTH = 12;
    private static final int LONGEST_VALUE = 600;

    private final Terminal terminal;
    private final StringBuilder text = new StringBuilder();

    Page(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Adds a first word, a title and a line to the right edge. */
    void title(String word, Mark mark, String title) {
        String shown = terminal.signs(SafeText.oneLine(title, terminal.width() - word.length() - 3));
        String rule = terminal.signs("─").repeat(Math.max(0, terminal.width() - word.length() - shown.length() - 3));
        line(terminal.coloured(word, mark) + INDENT + shown + " " + rule);
    }

    void blank() {
        text.append('\n');
    }

    /** Adds a label and its value, which is wrapped with a hanging indent. */
    void field(String label, String value) {
        wrapped(INDENT + " ".repeat(LABEL_WIDTH), INDENT + padded(label, LABEL_WIDTH), terminal.signs(value));
    }

    void table(TextTable table) {
        table(table, line -> Optional.empty());
    }

    /** Adds a table whose lines may be coloured. */
    void table(TextTable table, Function<String, Optional<Mark>> mark) {
        blank();
        for (String line : table.lines()) {
            line(mark.apply(line)
                    .map(marked -> terminal.coloured(INDENT + line, marked))
                    .orElse(INDENT + line));
        }
    }

    /** Adds a line that starts with a marked word; the rest is wrapped next to it. */
    void marked(Mark mark, String word, int wordWidth, String value) {
        String shownMark = terminal.signs(mark.sign());
        String plain = INDENT + shownMark + " " + padded(word, wordWidth) + INDENT;
        String head = INDENT
                + terminal.coloured(shownMark + " " + word, mark)
                + " ".repeat(wordWidth - word.length())
                + INDENT;
        wrapped(" ".repeat(plain.length()), head, terminal.signs(value));
    }

    private void wrapped(String indent, String head, String value) {
        StringBuilder line = new StringBuilder(head);
        int width = indent.length();
        boolean first = true;
        for (String word : SafeText.oneLine(value, LONGEST_VALUE).strip().split(" +", -1)) {
            if (!first && width + 1 + word.length() > terminal.width()) {
                line(line.toString());
                line.setLength(0);
                line.append(indent);
                width = indent.length();
                first = true;
            }
            line.append(first ? "" : " ").append(word);
            width += word.length() + (first ? 0 : 1);
            first = false;
        }
        line(line.toString());
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private void line(String line) {
        text.append(line.stripTrailing()).append('\n');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
