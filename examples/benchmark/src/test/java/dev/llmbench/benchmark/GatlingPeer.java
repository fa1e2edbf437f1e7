package dev.llmbench.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gatling's SSE in its Java DSL. */
record GatlingPeer(ForeignClassPath classPath) implements Peer {
    private static final Pattern FIGURE = Pattern.compile("\\(actual : ([-0-9.E]+)\\)");

    @Override
    public String title() {
        return "Gatling " + classPath.version("gatling-core");
    }

    @Override
    public String name() {
        return "gatling";
    }

    @Override
    public ProcessBuilder command(Load load) {
        List<String> options = new ArrayList<>(load.asOptions());
        // What Gatling's own launchers add.
        options.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
        // Nothing leaves this machine: no statistics of use, and no question for a newer version, whose answer is kept
        // in the
        // preferences.
        options.add("-Dgatling.data.enableAnalytics=false");
        options.add("-Dhttps.proxyHost=127.0.0.1");
        options.add("-Dhttps.proxyPort=9");
        options.add("-Djava.util.prefs.userRoot=" + load.directory());
        return Jvm.command(
                classPath.entries(),
                options,
                "io.gatling.app.Gatling",
                List.of(
                        "--simulation",
                        "dev.llmbench.benchmark.gatling.ChatSimulation",
                        "--results-folder",
                        load.directory().toString(),
                        "--no-reports"));
    }

    /** The simulation's assertions always hold; Gatling prints each with its figure, in their order. */
    @Override
    public Said said(Load load, Truth truth) throws IOException {
        List<Double> figures = new ArrayList<>();
        Matcher figure = FIGURE.matcher(Files.readString(load.output()));
        while (figure.find()) {
            figures.add(Double.parseDouble(figure.group(1)));
        }
        if (figures.size() != 4) {
            throw new IOException("Gatling printed " + figures.size() + " figures, not 4; see " + load.output());
        }
        return new Said(
                Optional.of(new Percentiles(figures.get(0), figures.get(1), figures.get(2))),
                figures.get(3).longValue());
    }
}
