package dev.llmbench.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The kind of machine that a run was made on; only runs on the same kind are compared. It deliberately ignores clock rates
 * and patch levels, which change from day to day on the same machine.
 *
 * @param name the name for display and for a folder, such as {@code linux-amd64-4-epyc7763}
 * @param details the properties that define it
 */
public record MachineClass(String name, Map<String, String> details) {
    private static final Path LINUX_CPUS = Path.of("/proc/cpuinfo");
    private static final Pattern CLOCK = Pattern.compile("@.*|\\(r\\)|\\(tm\\)|\\b\\d+-core\\b");
    private static final Pattern COMMON = Pattern.compile("\\b(?:intel|amd|cpu|processor|virtual|with|gen|\\d+th)\\b");
    private static final Pattern NO_NAME = Pattern.compile("[^a-z0-9]+");

    public MachineClass {
        details = Collections.unmodifiableMap(new TreeMap<>(details));
    }

    /**
     * Returns the class of this machine.
     *
     * @param label the name that the user gives it; empty to derive one from its system and processors
     * @param server the user's name for the server's machine, which the library cannot see; empty if there is none
     */
    public static MachineClass current(String label, String server) {
        return of(
                System.getProperty("os.name", "unknown"),
                System.getProperty("os.arch", "unknown"),
                Runtime.getRuntime().availableProcessors(),
                cpuModel(),
                label,
                server);
    }

    static MachineClass of(String os, String arch, int cpus, Optional<String> cpu, String label, String server) {
        Map<String, String> details = new TreeMap<>(Map.of("os", os, "arch", arch, "cpus", String.valueOf(cpus)));
        cpu.ifPresent(model -> details.put("cpu", model));
        put(details, "label", label);
        put(details, "server", server);
        String machine = label.isBlank()
                ? word(os) + "-" + word(arch) + "-" + cpus
                        + cpu.map(model -> "-" + model(model)).orElse("")
                : label.strip();
        return new MachineClass(server.isBlank() ? machine : machine + "-to-" + server.strip(), details);
    }

    private static void put(Map<String, String> details, String name, String value) {
        if (!value.isBlank()) {
            details.put(name, value.strip());
        }
    }

    private static String word(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.startsWith("windows") ? "windows" : NO_NAME.matcher(lower).replaceAll("");
    }

    private static String model(String cpu) {
        String bare = CLOCK.matcher(cpu.toLowerCase(Locale.ROOT)).replaceAll(" ");
        return NO_NAME.matcher(COMMON.matcher(bare).replaceAll(" ")).replaceAll("");
    }

    private static Optional<String> cpuModel() {
        if (!Files.isReadable(LINUX_CPUS)) {
            return Optional.ofNullable(System.getenv("PROCESSOR_IDENTIFIER"));
        }
        try (Stream<String> lines = Files.lines(LINUX_CPUS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
