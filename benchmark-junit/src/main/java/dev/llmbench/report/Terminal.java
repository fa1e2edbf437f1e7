package dev.llmbench.report;

import java.io.Console;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The capabilities of the terminal or file that text is printed to.
 *
 * @param unicode whether it shows symbols such as ✓ and →; otherwise they are replaced by plain ASCII
 * @param colour whether it shows colours
 * @param workingDirectory the directory that paths below it are shown relative to
 * @param width the number of columns that text is laid out for
 */
public record Terminal(boolean unicode, boolean colour, Path workingDirectory, int width) {
    /** Leaves room within 100 columns for the four that some build tools put before each line. */
    public static final int USUAL_WIDTH = 96;

    private static final int LEAST_WIDTH = 60;
    private static final int GREATEST_WIDTH = 200;

    private static final String SIGNS = "✓✗→≤≥µ×…─";
    private static final Map<String, String> ASCII =
            Map.of("✓", "+", "✗", "x", "→", "->", "≤", "<=", "≥", ">=", "µ", "u", "×", "x", "…", "...", "─", "-");

    public Terminal {
        workingDirectory = workingDirectory.toAbsolutePath().normalize();
    }

    /** Creates a terminal of the usual width. */
    public Terminal(boolean unicode, boolean colour, Path workingDirectory) {
        this(unicode, colour, workingDirectory, USUAL_WIDTH);
    }

    /**
     * Returns the terminal, pipe or log that standard output goes to. Colour needs a real terminal and no {@code NO_COLOR}. The
     * width is that of {@code COLUMNS}, from 60 to 200, and 96 if that is not set.
     */
    public static Terminal ofStandardOutput() {
        boolean wanted = System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
        Charset out = standardOutput();
        boolean unicode = out.canEncode() && out.newEncoder().canEncode(SIGNS);
        return new Terminal(unicode, wanted && isInteractive(), Path.of(""), widthOf(System.getenv("COLUMNS")));
    }

    static int widthOf(@Nullable String columns) {
        return columns(columns).orElse(USUAL_WIDTH);
    }

    /** Parses the number, limited to a sensible range; empty if it is not a number. */
    public static OptionalInt columns(@Nullable String columns) {
        return columns == null || !columns.strip().matches("\\d{1,9}")
                ? OptionalInt.empty()
                : OptionalInt.of(Math.max(LEAST_WIDTH, Math.min(GREATEST_WIDTH, Integer.parseInt(columns.strip()))));
    }

    public Terminal withWidth(int columns) {
        return new Terminal(unicode, colour, workingDirectory, columns);
    }

    /** Newer JVMs name the charset of standard output, older ones only that of a terminal. */
    public static Charset standardOutput() {
        String name = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding", ""));
        try {
            return name.isEmpty() ? Charset.defaultCharset() : Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Charset.defaultCharset();
        }
    }

    /** From Java 22 on, a console may exist without a terminal, and only these versions can tell. */
    @SuppressWarnings("SystemConsoleNull") // null is the answer of the JVMs before
    public static boolean isInteractive() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    /** Replaces symbols that cannot be shown. Call this before laying out text, since the length may change. */
    public String signs(String text) {
        if (unicode) {
            return text;
        }
        String ascii = text;
        for (Map.Entry<String, String> sign : ASCII.entrySet()) {
            ascii = ascii.replace(sign.getKey(), sign.getValue());
        }
        return ascii;
    }

    /** Colours the text green, yellow or red if there are colours. Call this after laying out text. */
    public String coloured(String text, Mark mark) {
        if (!colour) {
            return text;
        }
        int number = switch (mark) {
            case GOOD -> 32;
            case UNSURE -> 33;
            case BAD -> 31;
        };
        return "\u001b[1;" + number + "m" + text + "\u001b[0m";
    }

    /** Returns the path relative to the working directory if it is below it, otherwise the whole path. */
    public String shown(Path path) {
        return shown(path, workingDirectory);
    }

    public static String shown(Path path, Path workingDirectory) {
        Path absolute = path.toAbsolutePath().normalize();
        return absolute.startsWith(workingDirectory) && !absolute.equals(workingDirectory)
                ? workingDirectory.relativize(absolute).toString()
                : absolute.toString();
    }
}
