package dev.llmbench.report;

import java.io.Console;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the place that text is printed to can show.
 *
 * @param unicode whether it shows signs such as ✓ and →; plain ASCII stands for them where it does not
 * @param colour whether it shows colours
 * @param workingDirectory the directory that shown paths are relative to where they lie below it
 */
public record Terminal(boolean unicode, boolean colour, Path workingDirectory) {
    private static final String SIGNS = "✓✗→≤≥µ×…─";
    private static final Map<String, String> ASCII =
            Map.of("✓", "+", "✗", "x", "→", "->", "≤", "<=", "≥", ">=", "µ", "u", "×", "x", "…", "...", "─", "-");

    public Terminal {
        workingDirectory = workingDirectory.toAbsolutePath().normalize();
    }

    /** The terminal, pipe or log that standard output goes to. Colour needs a real terminal and no {@code NO_COLOR}. */
    public static Terminal ofStandardOutput() {
        boolean wanted = System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
        Charset out = standardOutput();
        boolean unicode = out.canEncode() && out.newEncoder().canEncode(SIGNS);
        return new Terminal(unicode, wanted && isInteractive(), Path.of(""));
    }

    /** Newer JVMs name the charset of standard output, older ones that of a terminal only. */
    private static Charset standardOutput() {
        String name = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding", ""));
        try {
            return name.isEmpty() ? Charset.defaultCharset() : Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Charset.defaultCharset();
        }
    }

    /** From Java 22 on there is a console without a terminal, too; only then it can be asked for one. */
    @SuppressWarnings("SystemConsoleNull") // null is the answer of the JVMs before
    private static boolean isInteractive() {
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
    String signs(String text) {
        if (unicode) {
            return text;
        }
        String ascii = text;
        for (Map.Entry<String, String> sign : ASCII.entrySet()) {
            ascii = ascii.replace(sign.getKey(), sign.getValue());
        }
        return ascii;
    }

    /** The text in green or red, where there are colours. To be asked after text was laid out. */
    String coloured(String text, boolean good) {
        return colour ? "\u001b[1;" + (good ? "32" : "31") + "m" + text + "\u001b[0m" : text;
    }

    /** The path from the working directory where it lies below it, else the whole path. */
    String shown(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        return absolute.startsWith(workingDirectory) && !absolute.equals(workingDirectory)
                ? workingDirectory.relativize(absolute).toString()
                : absolute.toString();
    }
}
