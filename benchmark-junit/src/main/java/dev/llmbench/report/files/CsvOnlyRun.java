package dev.llmbench.report.files;

import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.EarlyEnd;
import dev.llmbench.plan.Evidence;
import dev.llmbench.plan.GoodputLimits;
import dev.llmbench.plan.Limits;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Measuring;
import dev.llmbench.plan.Pace;
import dev.llmbench.plan.PromptType;
import dev.llmbench.plan.RequestOptions;
import dev.llmbench.plan.Stage;
import dev.llmbench.plan.Target;
import dev.llmbench.report.csv.RequestRows;
import dev.llmbench.result.RunFacts;
import dev.llmbench.sample.Moments;
import dev.llmbench.sample.Phase;
import dev.llmbench.sample.RequestSample;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Reconstructs a run from its CSV alone if there is no run.json: stages begin with their first scheduled request, the run
 * ends with its last one, in whole seconds, and the load is held at the number of virtual users.
 */
final class CsvOnlyRun {
    private static final String UNKNOWN = "unknown";
    private static final URI NOWHERE = URI.create("http://" + UNKNOWN);
    private static final int MOST_STAGES = 100_000;
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(60);

    private final List<Long> starts = new ArrayList<>();
    private String test = UNKNOWN;
    private boolean warmUp;
    private boolean streaming;
    private boolean conversations;
    private int users;
    private long lastScheduled;
    private long end;

    private CsvOnlyRun() {}

    static CsvOnlyRun scan(Path csv) throws IOException {
        CsvOnlyRun scanned = new CsvOnlyRun();
        try (RequestRows rows = RequestRows.open(csv)) {
            for (RequestSample sample = rows.next(); sample != null; sample = rows.next()) {
                if (sample.stage() > MOST_STAGES) {
                    throw rows.wrong("stage = " + sample.stage() + ", more than a run has", null);
                }
                scanned.add(sample);
            }
        }
        return scanned;
    }

    private void add(RequestSample sample) {
        test = sample.test();
        streaming |= sample.at().firstToken() != Moments.ABSENT;
        conversations |= sample.turn() != null;
        users = Math.max(users, sample.user());
        end = Math.max(end, Math.max(sample.at().end(), sample.at().scheduled()));
        lastScheduled = Math.max(lastScheduled, sample.at().scheduled());
        if (sample.phase() == Phase.WARMUP) {
            warmUp = true;
            return;
        }
        while (starts.size() < sample.stage()) {
            starts.add(Long.MAX_VALUE);
        }
        starts.set(
                sample.stage() - 1,
                Math.min(starts.get(sample.stage() - 1), sample.at().scheduled()));
    }

    /** Returns the plan. Throws {@link IOException} if no such run is possible. */
    LoadPlan plan() throws IOException {
        try {
            return planned();
        } catch (ConfigurationException e) {
            throw new IOException("The rows do not belong to a possible run: " + e.getMessage(), e);
        }
    }

    private LoadPlan planned() {
        return new LoadPlan(
                test,
                UNKNOWN,
                new Target(NOWHERE, Optional.empty(), Map.of(), USUAL_TIMEOUT, USUAL_TIMEOUT),
                new RequestOptions(
                        PromptType.CHAT,
                        Optional.empty(),
                        OptionalInt.empty(),
                        OptionalDouble.empty(),
                        RequestOptions.parseExtra(""),
                        streaming || starts.isEmpty()),
                load(),
                List.of(),
                GoodputLimits.NONE,
                EarlyEnd.NONE,
                Optional.empty(),
                false,
                Evidence.POINT,
                conversations ? Measuring.NONE.withConversations() : Measuring.NONE);
    }

    private Load load() {
        // If nothing shows when the first stage began, assume that the run began with it.
        long begin = warmUp && !starts.isEmpty() ? starts.get(0) : 0;
        long after = Math.max(begin + 1_000_000, wholeSeconds(lastScheduled));
        List<Stage> stages = new ArrayList<>();
        for (int i = Math.max(1, starts.size()); i > 0; i--) {
            long from = i == 1 ? begin : Math.max(begin, Math.min(after, starts.get(i - 1)));
            stages.add(0, new Stage(level(), Duration.of(after - from, ChronoUnit.MICROS)));
            after = from;
        }
        return new Load(
                LoadModel.VIRTUAL_USERS,
                level(),
                stages,
                Duration.of(begin, ChronoUnit.MICROS),
                Duration.ZERO,
                Pace.NONE,
                Limits.NONE,
                Load.DEFAULT_MAX_IN_FLIGHT,
                0);
    }

    private int level() {
        return Math.max(1, users);
    }

    private static long wholeSeconds(long micros) {
        return (micros + 999_999) / 1_000_000 * 1_000_000;
    }

    RunFacts facts() {
        return RunFacts.builder(Instant.EPOCH, Duration.of(end, ChronoUnit.MICROS))
                .build();
    }

    List<String> notes() {
        return List.of(
                "No " + ResultFiles.RUN_JSON
                        + " is next to the CSV: endpoint, model, dataset, budgets, the time of the"
                        + " start, the generator's health and the gaps between chunks are unknown",
                "The load is assumed to be steady and to end with the last scheduled request, in whole seconds: rates"
                        + " depend on that, and so does whether a verdict is proven");
    }
}
