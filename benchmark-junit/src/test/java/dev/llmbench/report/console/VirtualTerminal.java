package dev.llmbench.report.console;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Shows what a terminal would show of what is printed to it; knows the sequences that the live view uses, and no other. */
final class VirtualTerminal extends OutputStream {
    private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
    private final StringBuilder pending = new StringBuilder();
    private int row;
    private int column;

    PrintStream stream() {
        return new PrintStream(this, true, StandardCharsets.UTF_8);
    }

    /** The lines on the screen, without the empty one that the cursor is on at last. */
    List<String> screen() {
        List<String> shown = new ArrayList<>();
        lines.forEach(line -> shown.add(line.toString()));
        if (shown.get(shown.size() - 1).isEmpty()) {
            shown.remove(shown.size() - 1);
        }
        return shown;
    }

    @Override
    public void write(int octet) {
        char c = (char) (octet & 0xff);
        if (!pending.isEmpty() || c == '\u001b') {
            pending.append(c);
            if (pending.length() > 2 && Character.isLetter(c)) {
                obey(pending.substring(2));
                pending.setLength(0);
            }
        } else if (c == '\n') {
            column = 0;
            if (++row == lines.size()) {
                lines.add(new StringBuilder());
            }
        } else if (c == '\r') {
            column = 0;
        } else {
            StringBuilder line = lines.get(row);
            line.replace(column, Math.min(line.length(), column + 1), String.valueOf(c));
            column++;
        }
    }

    private void obey(String sequence) {
        if (sequence.endsWith("A")) {
            row -= Integer.parseInt(sequence.substring(0, sequence.length() - 1));
        } else if (sequence.equals("J")) {
            lines.get(row).setLength(column);
            lines.subList(row + 1, lines.size()).clear();
        } else if (!sequence.equals("?7l") && !sequence.equals("?7h")) {
            throw new AssertionError("not known: " + sequence);
        }
    }
}
