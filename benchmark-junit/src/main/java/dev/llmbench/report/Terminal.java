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
 * The abilities of the terminal, or of the file, that text is printed to.
 *
 * @param unicode whether it shows signs such as ✓ and →; plain ASCII stands for them where it does not
 * @param colour whether it shows colours
 * @param workingDirectory the directory that shown paths are relative to where they lie below it
 * @param width how many columns text is laid out for
 */
public record Terminal(boolean unicode, boolean colour, Path workingDirectory, int width) {
    /** Leaves room for the four columns that some build tools put before each line, within 100. */
    public static final int USUAL_WIDTH = 96;

    private static final int LEAST_WIDTH = 60;
    private static final int GREATEST_WIDTH = 200;

    private static final String SIGNS = "✓✗→≤≥µ×…─";
    private static final Map<String, String> ASCII =
            Map.of("✓", "+", "✗", "x", "→", "->", "≤", "<=", "≥", ">=", "µ", "u", "×", "x", "…", "...", "─", "-");

    public Terminal {
        workingDirectory = workingDirectory.toAbsolutePath().normalize();
    }

    /** A place of the usual width. */
    public Terminal(boolean unicode, boolean colour, Path workingDirectory) {
        this(unicode, colour, workingDirectory, USUAL_WIDTH);
    }

    /**
     * The terminal, pipe or log that standard output goes to. Colour needs a real terminal and no {@code NO_COLOR}; the
     * width is that of {@code COLUMNS}, within 60 and 200, and 96 where that is not set.
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

    /** The number within reason, empty where it is none. */
    public static OptionalInt columns(@Nullable String columns) {
        return columns == null || !columns.strip().matches("\\d{1,9}")
                ? OptionalInt.empty()
                : OptionalInt.of(Math.max(LEAST_WIDTH, Math.min(GREATEST_WIDTH, Integer.parseInt(columns.strip()))));
    }

    public Terminal withWidth(int columns) {
        return new Terminal(unicode, colour, workingDirectory, columns);
    }

    /** Newer JVMs name the charset of standard output, older ones that of a terminal only. */
    public static Charset standardOutput() {
        String name = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding", ""));
        try {
            return name.isEmpty() ? Charset.defaultCharset() : Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Charset.defaultCharset();
        }
    }

    /** From Java 22 on there is a console without a terminal, too; only then it can be asked for one. */
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

    /** The text with signs that can be shown. To be asked before text is laid out: the length may change. */
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

    /** The text in green, yellow or red, where there are colours. To be asked after text was laid out. */
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

    /** The path from the working directory where it lies below it, else the whole path. */
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
