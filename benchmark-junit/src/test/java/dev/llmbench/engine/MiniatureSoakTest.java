package dev.llmbench.engine;

import static dev.llmbench.engine.VirtualRun.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.plan.Limits;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Pace;
import dev.llmbench.plan.Plans;
import dev.llmbench.plan.Stage;
import dev.llmbench.plan.ThinkTime;
import dev.llmbench.report.csv.RequestsCsv;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Measurement;
import dev.llmbench.result.Recorder;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.Phase;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.StallLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An hour of load with faults at random, in virtual time: every request that was sent is in the CSV once, as what it came to.
 * {@code -Dsoak.requests=1000000} makes it a million requests.
 */
class MiniatureSoakTest {
    private static final int REQUESTS = Integer.getInteger("soak.requests", 30_000);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration WARM_UP = Duration.ofMinutes(1);

    @TempDir
    private Path directory;

    @Test
    void everyRequestOfUsersIsAccountedForOnce() throws Exception {
        int users = REQUESTS / 5_000;
        double perUser = (double) REQUESTS / users / HOUR.toSeconds();
        Pace pace = new Pace(ThinkTime.fixed(Duration.ofNanos((long) (1e9 / perUser * 0.8))), Duration.ZERO, true);
        assertAccountedFor(load(LoadModel.VIRTUAL_USERS, users, pace));
    }

    @Test
    void everyArrivalIsAccountedForOnce() throws Exception {
        assertAccountedFor(load(LoadModel.POISSON_ARRIVAL_RATE, (double) REQUESTS / HOUR.toSeconds(), Pace.NONE));
    }

    private static Load load(LoadModel model, double level, Pace pace) {
        List<Stage> stages = List.of(new Stage(level, HOUR.dividedBy(2)), new Stage(level, HOUR.dividedBy(2)));
        return new Load(model, level, stages, WARM_UP, Duration.ofSeconds(5), pace, Limits.NONE, 2_000, 3);
    }

    private void assertAccountedFor(Load load) throws Exception {
        LoadPlan plan = plan(load, 2_000);
        LoadPlan impatient = Plans.with(Plans.silentFor(Duration.ofMillis(500), plan.target()), plan);
        RandomTransport transport = new RandomTransport(REQUESTS);
        Recorder recorder = new Recorder(impatient);
        RequestsCsv csv = RequestsCsv.create(directory.resolve(RequestsCsv.FILE_NAME), impatient.target());
        LoadEngine engine = run(impatient, transport, csv, recorder);
        csv.close();
        LoadResult result = recorder.result(engine.await(), csv.samples());

        Rows rows = new Rows();
        assertThat(csv.samples().replay(rows::add)).isTrue();
        assertThat(transport.sent).isGreaterThan(REQUESTS / 2);
        assertThat(transport.lost).isPositive();
        assertThat(rows.number()).isEqualTo(transport.sent);
        assertThat(rows.ids.cardinality()).isEqualTo((int) transport.sent);
        assertThat(rows.ids.length()).isEqualTo((int) transport.sent + 1);
        // What was lost was cut off in vain, and written off at the end as that.
        Map<Outcome, Long> expected = new EnumMap<>(transport.ended);
        expected.merge(Outcome.TIMEOUT, transport.lost, Long::sum);
        assertThat(rows.all).isEqualTo(expected);
        assertThat(counts(result.run())).isEqualTo(rows.measured);
        assertThat(result.stages().stream().mapToLong(MiniatureSoakTest::sum).sum())
                .isEqualTo(
                        rows.measured.values().stream().mapToLong(each -> each).sum());
        assertThat(result.facts().dropped()).isZero();
    }

    private static LoadEngine run(LoadPlan plan, RandomTransport transport, RequestsCsv csv, Recorder recorder) {
        long[] nanos = {0};
        LoadEngine engine = new LoadEngine(
                plan, transport, () -> VirtualRun.REQUEST, csv.andThen(recorder), new StallLog(() -> nanos[0]));
        while (!engine.hasEnded()) {
            long now = nanos[0] / 1_000;
            transport.answerDue(now);
            long next = Math.min(engine.step(), transport.nextAnswer());
            nanos[0] = 1_000 * Math.max(now, next == TimerQueue.NEVER ? now : next);
        }
        return engine;
    }

    private static Map<Outcome, Long> counts(Measurement measured) {
        Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            if (measured.count(outcome) > 0) {
                counts.put(outcome, measured.count(outcome));
            }
        }
        return counts;
    }

    private static long sum(Measurement measured) {
        return counts(measured).values().stream().mapToLong(each -> each).sum();
    }

    /** What stands in the CSV. */
    private static final class Rows {
        private final BitSet ids = new BitSet();
        private final Map<Outcome, Long> all = new EnumMap<>(Outcome.class);
        private final Map<Outcome, Long> measured = new EnumMap<>(Outcome.class);

        void add(RequestSample row) {
            ids.set(Integer.parseInt(row.id().substring(row.id().lastIndexOf('-') + 1)));
            all.merge(row.outcome(), 1L, Long::sum);
            if (row.phase() == Phase.MEASURED) {
                measured.merge(row.outcome(), 1L, Long::sum);
            }
        }

        long number() {
            return all.values().stream().mapToLong(each -> each).sum();
        }
    }
}
