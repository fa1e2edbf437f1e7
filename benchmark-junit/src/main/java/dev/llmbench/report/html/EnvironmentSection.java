package dev.llmbench.report.html;

import dev.llmbench.plan.Durations;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.report.Figures;
import dev.llmbench.report.RunLines;
import dev.llmbench.report.csv.K6Csv;
import dev.llmbench.report.csv.PairsCsv;
import dev.llmbench.report.csv.RequestsCsv;
import dev.llmbench.report.files.ResultFiles;
import dev.llmbench.report.json.RunEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Shows the plan, the endpoint and the machine, which must be the same for two runs to be comparable. */
final class EnvironmentSection implements HtmlPage.Section {
    private final ReportedRun run;

    EnvironmentSection(ReportedRun run) {
        this.run = run;
    }

    @Override
    public void addTo(Markup page) {
        page.open("section", "id", "environment").element("h2", "Environment");
        page.open("dl", "class", "fields");
        asked(page, run.result().plan());
        run.environment().ifPresent(environment -> machine(page, environment));
        page.close();
        run.result()
                .directory()
                .map(EnvironmentSection::files)
                .filter(files -> !files.isEmpty())
                .ifPresent(files -> {
                    page.open("p").text("Files next to this page: ");
                    for (int i = 0; i < files.size(); i++) {
                        page.text(i == 0 ? "" : ", ").element("a", files.get(i), "href", files.get(i));
                    }
                    page.text(".").close();
                });
        page.close();
    }

    private void asked(Markup page, LoadPlan plan) {
        page.field("Dataset", plan.dataset());
        page.field(
                "Load model",
                plan.load().model().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        page.field("Seed", String.valueOf(plan.load().seed()));
        page.field("Streaming", plan.request().streaming() ? "on" : "off");
        if (plan.request().maxTokens().isPresent()) {
            page.field("max_tokens", Figures.count(plan.request().maxTokens().getAsInt()));
        }
        if (!plan.target().headers().isEmpty()) {
            page.field(
                    "Headers sent",
                    String.join(", ", new TreeSet<>(plan.target().headers().keySet())));
        }
        page.field("API key", plan.target().apiKey().isPresent() ? "sent" : "none");
        page.field("Request timeout", Durations.format(plan.target().requestTimeout()));
        plan.modelProfile()
                .ifPresent(profile -> page.field(
                        "Model use", RunLines.modelUse(profile, run.result().run())));
        run.result().tpotByDifference().ifPresent(tpot -> page.field("Two lengths", tpot.inWords()));
    }

    private static void machine(Markup page, RunEnvironment environment) {
        environment.commit().ifPresent(commit -> page.field("Commit", commit));
        environment.branch().ifPresent(branch -> page.field("Branch", branch));
        page.field("benchmark-junit", environment.benchmarkJunit());
        page.field("Java", environment.java());
        page.field("JVM", environment.jvm());
        page.field("System", environment.os());
        page.field(
                "Processors, heap",
                environment.cpus() + ", at most " + Figures.count(environment.maxHeapMib()) + " MiB");
    }

    private static List<String> files(Path directory) {
        return Stream.of(
                        RequestsCsv.FILE_NAME,
                        ResultFiles.LEGEND,
                        ResultFiles.SUMMARY_JSON,
                        ResultFiles.RUN_JSON,
                        K6Csv.FILE_NAME,
                        PairsCsv.FILE_NAME)
                .filter(name -> Files.exists(directory.resolve(name)))
                .toList();
    }
}
