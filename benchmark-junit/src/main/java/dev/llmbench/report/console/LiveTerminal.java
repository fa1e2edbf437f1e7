package dev.llmbench.report.console;

import dev.llmbench.report.Terminal;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** Determines whether text on standard output can be rewritten in place, and how wide the terminal is. */
final class LiveTerminal {
    /** Variables set by CI systems, whose logs keep every line. */
    private static final List<String> CI_VARIABLES =
            List.of("CI", "BUILD_NUMBER", "TF_BUILD", "TEAMCITY_VERSION", "JENKINS_URL");

    private static final File DEVICE = new File("/dev/tty");
    private static final int USUAL_WIDTH = 80;

    private LiveTerminal() {}

    static boolean isThere(Map<String, String> environment) {
        return allows(environment) && Terminal.isInteractive();
    }

    static boolean allows(Map<String, String> environment) {
        boolean dumb = environment.getOrDefault("TERM", "").equals("dumb");
        return !dumb && CI_VARIABLES.stream().noneMatch(name -> isSet(environment.getOrDefault(name, "")));
    }

    private static boolean isSet(String value) {
        return !value.isBlank() && !value.equalsIgnoreCase("false");
    }

    /** Returns the columns of the terminal, by default 80. */
    static int width() {
        OptionalInt said = Terminal.columns(System.getenv("COLUMNS"));
        return said.isPresent() ? said.getAsInt() : askedOfTerminal().orElse(USUAL_WIDTH);
    }

    /** Java has no API for the terminal's size, and shells do not export COLUMNS. */
    private static OptionalInt askedOfTerminal() {
        if (!DEVICE.exists()) {
            return OptionalInt.empty();
        }
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(DEVICE)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(1, TimeUnit.SECONDS)) {
                stty.destroyForcibly();
                return OptionalInt.empty();
            }
            return columnsOf(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            return OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    /** Parses rows and columns as printed by stty; a terminal that does not know its size says 0. */
    static OptionalInt columnsOf(String size) {
        String[] numbers = size.strip().split(" ", -1);
        return numbers.length == 2 && !numbers[1].equals("0") ? Terminal.columns(numbers[1]) : OptionalInt.empty();
    }
}
