package dev.llmbench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A program of the tests in a JVM of its own, which can be killed. */
public final class ChildJvm implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final BufferedReader output;
    private final List<String> lines = new ArrayList<>();

    private ChildJvm(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts the class's {@code main} with this JVM's class path. */
    public static ChildJvm start(Class<?> main, List<String> options, List<String> arguments) throws IOException {
        return start(main, System.getProperty("java.class.path"), options, arguments);
    }

    /** The same with another class path. */
    public static ChildJvm start(Class<?> main, String classPath, List<String> options, List<String> arguments)
            throws IOException {
        return new ChildJvm(begun(command(main, classPath, options, arguments)));
    }

    /** Starts a jar with its own {@code main}, with more environment variables. */
    public static ChildJvm jar(Path jar, Map<String, String> environment, List<String> arguments) throws IOException {
        List<String> command = java();
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(arguments);
        return new ChildJvm(begun(command, environment));
    }

    /** The same in a shell that does something first, such as to limit itself by {@code ulimit -f 64}. */
    public static ChildJvm shell(String first, Class<?> main, List<String> arguments) throws IOException {
        return shell(List.of("bash"), first, main, arguments);
    }

    /** The same in a shell that is started by another program. */
    static ChildJvm shell(List<String> bash, String first, Class<?> main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(bash);
        command.addAll(List.of("-c", first + " && exec \"$@\"", "bash"));
        command.addAll(command(main, System.getProperty("java.class.path"), List.of(), arguments));
        return new ChildJvm(begun(command));
    }

    /** Whether a command can be carried out. */
    static boolean succeeds(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static Process begun(List<String> command) throws IOException {
        return begun(command, Map.of());
    }

    private static Process begun(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        // Paths may have any letters.
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder.start();
    }

    private static List<String> java() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Such a program ends before the better of the JIT compilers pays.
        command.addAll(List.of("-Xmx256m", "-XX:+PerfDisableSharedMem", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        return command;
    }

    private static List<String> command(Class<?> main, String classPath, List<String> options, List<String> arguments) {
        List<String> command = java();
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(arguments);
        return command;
    }

    /** Waits for a line of its output that begins so, and gives it. */
    public String awaitLine(String beginning) throws IOException {
        return awaitLine("begins with " + beginning, line -> line.startsWith(beginning));
    }

    /** Waits for a line of its output that contains this, and gives it. */
    public String awaitLineWith(String part) throws IOException {
        return awaitLine("contains " + part, line -> line.contains(part));
    }

    private String awaitLine(String how, Predicate<String> wanted) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
            if (wanted.test(line)) {
                return line;
            }
        }
        throw new AssertionError("It ended without a line that " + how + ":\n" + lines);
    }

    /** Ends its input. */
    public void endInput() throws IOException {
        process.getOutputStream().close();
    }

    /** Tells it to end, as Ctrl-C or a CI system that gives up does. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** Ends it at once. */
    public void kill() {
        process.toHandle().destroyForcibly();
    }

    /** Sends it a signal, such as {@code STOP}. */
    public void signal(String name) throws InterruptedException {
        if (!succeeds("kill", "-" + name, Long.toString(process.pid()))) {
            throw new AssertionError("It cannot be sent the signal " + name);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** All that it printed, when it has ended. */
    public List<String> ended() throws IOException, InterruptedException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
        }
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("It did not end");
        }
        return List.copyOf(lines);
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Its exit status, when it has ended. */
    public int status() {
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The class path of this JVM but for libraries of those names. */
    public static String classPathWithout(List<String> names) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> names.stream()
                        .noneMatch(
                                name -> Path.of(entry).getFileName().toString().matches(name + "-[\\d.]+\\.jar")))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
