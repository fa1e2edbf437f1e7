package dev.llmbench.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** JMeter's HTTP sampler by JMeter DSL. */
record JMeterPeer(ForeignClassPath classPath) implements Peer {
    private static final String SAMPLES = "samples.jtl";

    @Override
    public String title() {
        return "JMeter " + classPath.version("ApacheJMeter_core") + ", DSL " + classPath.version("jmeter-java-dsl");
    }

    @Override
    public String name() {
        return "jmeter";
    }

    @Override
    public ProcessBuilder command(Load load) throws IOException {
        // JMeter would add to it.
        Files.deleteIfExists(load.directory().resolve(SAMPLES));
        List<String> options = new ArrayList<>(load.asOptions());
        options.add("-Djava.awt.headless=true");
        return Jvm.command(classPath.entries(), options, "dev.llmbench.benchmark.jmeter.ChatPlan", List.of());
    }

    @Override
    public Said said(Load load, Truth truth) throws IOException {
        List<Double> latencies = new ArrayList<>();
        long errors = 0;
        for (Csv sample : Csv.read(Files.readAllLines(load.directory().resolve(SAMPLES)))) {
            if (!Boolean.parseBoolean(sample.cell("success"))) {
                errors++;
            } else if (load.window().containsEpochMillis(Long.parseLong(sample.cell("timeStamp")))) {
                latencies.add(Double.parseDouble(sample.cell("Latency")));
            }
        }
        return new Said(Optional.of(Percentiles.of(latencies)), errors);
    }
}
