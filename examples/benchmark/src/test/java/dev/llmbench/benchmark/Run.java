package dev.llmbench.benchmark;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Collectors;

/** One load on one server, each in a fresh JVM: what the server did beside what the generator says. */
record Run(Path directory, Truth truth, Properties facts) {

    static Run of(String name, Service service, Job job, Path parent) throws IOException, InterruptedException {
        return of(name, service, job, Way.DIRECT, parent);
    }

    static Run of(String name, Service service, Job job, Way way, Path parent)
            throws IOException, InterruptedException {
        Path directory = Files.createDirectories(parent.resolve(name));
        try (Server server = Server.start(service, directory);
                HaProxy front = way.hasFront() ? HaProxy.before(server, directory) : HaProxy.NONE) {
            Path output = directory.resolve("load");
            List<Object> arguments = new ArrayList<>(List.of(
                    front.urlOf(server), output, job.model(), job.target(), job.ramp(), job.hold(), job.collected()));
            arguments.add(job.limits().stream().map(Duration::toString).collect(Collectors.joining(",")));
            arguments.addAll(job.probes());
            List<String> options = new ArrayList<>(way.options(server));
            options.add("-Xmx" + job.heap());
            Process generator = Jvm.start(options, GeneratorMain.class, arguments.toArray());
            if (generator.waitFor() != 0) {
                throw new IOException("The generator failed; what it said stands above");
            }
            Properties facts = new Properties();
            try (Reader in = Files.newBufferedReader(output.resolve("generator.properties"))) {
                facts.load(in);
            }
            return new Run(output, server.stop(), facts);
        }
    }

    Probe probe(int number) {
        return Probe.read(facts.getProperty("probe." + number));
    }

    /** CPU time of the whole generator per token between the first two probes, in microseconds. */
    double cpuMicrosPerToken() {
        return (probe(1).cpuNanos() - probe(0).cpuNanos()) / 1_000.0 / tokensBetweenProbes();
    }

    double bytesPerToken() {
        return (probe(1).allocated() - probe(0).allocated()) / tokensBetweenProbes();
    }

    private double tokensBetweenProbes() {
        return truth.tokensIn(probe(0).nanos(), probe(1).nanos());
    }

    double tokensPerSecond() {
        return tokensBetweenProbes()
                / Duration.ofNanos(probe(1).nanos() - probe(0).nanos()).toMillis()
                * 1_000;
    }

    /** A figure of the generator's in milliseconds. */
    double millis(String fact) {
        return Double.parseDouble(facts.getProperty(fact)) / 1_000;
    }

    long requests() {
        return Long.parseLong(facts.getProperty("ok"));
    }

    /** How it was judged against one of the job's limits. */
    Judgement judgement(Duration limit) {
        return Judgement.read(limit, facts);
    }

    boolean isValid() {
        return facts.getProperty("valid").isEmpty();
    }

    /** How the run ended, in a few words. */
    String verdict() {
        String causes = facts.getProperty("valid");
        return String.format(
                Locale.ROOT,
                "%s, ok %s, errors %s, peak in flight %s",
                isValid() ? "valid" : "INVALID (" + causes + ")",
                facts.getProperty("ok"),
                facts.getProperty("errors"),
                facts.getProperty("peak"));
    }
}
