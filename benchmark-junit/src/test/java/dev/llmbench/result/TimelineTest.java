package dev.llmbench.result;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Plans;
import dev.llmbench.plan.Stage;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimelineTest {

    @Test
    void aLatencyBelongsToTheWindowOfTheSchedule() {
        LoadResult result = Results.result(
                Plans.plan(), Samples.ok().scheduledAt(ofMillis(9_900)).sample());

        assertThat(result.window(ofSeconds(9), ofSeconds(10))
                        .latency(Metric.TTFT)
                        .count())
                .isEqualTo(1);
        assertThat(result.window(ofSeconds(10), ofSeconds(11)).latency(Metric.TTFT))
                .matches(latency -> latency.isEmpty());
        assertThat(result.window(ofSeconds(9), ofSeconds(10)).ok()).isEqualTo(1);
    }

    @Test
    void itsTimeIsTheRunsAlsoAfterAWarmUp() {
        LoadPlan plan = Plans.plan(Plans.after(ofMinutes(2), Plans.STEADY));
        LoadResult result =
                Results.result(plan, Samples.ok().scheduledAt(ofSeconds(175)).sample());

        assertThat(result.window(ofSeconds(170), ofSeconds(180)).ok()).isEqualTo(1);
        assertThat(result.timeline().size()).isEqualTo(180);
    }

    @Test
    void throughputBelongsToTheWindowOfTheCompletion() {
        LoadResult result = Results.result(
                Plans.plan(),
                Samples.ok().scheduledAt(ofMillis(9_900)).tokens(50, 30, 0).sample());
        Measurement window = result.window(ofSeconds(10), ofSeconds(12));

        assertThat(window.completed().requests()).isEqualTo(1);
        assertThat(window.value(Metric.OUTPUT_TOKEN_THROUGHPUT, Statistic.VALUE))
                .hasValue(15);
        assertThat(result.window(ofSeconds(9), ofSeconds(10)).completed().requests())
                .isZero();
    }

    @Test
    void errorsAndInterruptedRequestsBelongToTheWindowOfTheSchedule() {
        LoadResult result = Results.result(
                Plans.plan(),
                Samples.failed(Outcome.HTTP_5XX, "overloaded")
                        .scheduledAt(ofSeconds(3))
                        .sample(),
                Samples.interrupted().scheduledAt(ofSeconds(3)).sample());
        Measurement window = result.window(ofSeconds(3), ofSeconds(4));

        assertThat(window.errors()).isEqualTo(1);
        assertThat(window.interrupted()).isEqualTo(1);
    }

    @Test
    void theWindowOfTheWholeRunIsTheRun() {
        LoadResult result = Results.result(Plans.plan(), randomSamples());
        Measurement window = result.window(Duration.ZERO, ofMinutes(1));

        assertThat(window.completed()).isEqualTo(result.run().completed());
        assertThat(window.requests()).isEqualTo(result.run().requests());
        for (Metric metric : List.of(Metric.TTFT, Metric.TPOT, Metric.E2E)) {
            for (double percent : new double[] {1, 50, 95, 99.9}) {
                Statistic statistic = Statistic.percentile(percent);
                assertThat(window.value(metric, statistic))
                        .isEqualTo(result.run().value(metric, statistic));
            }
        }
    }

    @Test
    void successiveWindowsShareTheRunAmongThem() {
        Timeline timeline = Results.result(Plans.plan(), randomSamples()).timeline();

        assertThat(timeline.size()).isEqualTo(60);
        assertThat(timeline.windows(ofSeconds(25)).map(window -> window.scope().length()))
                .containsExactly(ofSeconds(25), ofSeconds(25), ofSeconds(10));
        assertThat(timeline.windows(ofSeconds(25)).mapToLong(Measurement::ok).sum())
                .isEqualTo(1_000);
    }

    @Test
    void whatCompletesWhileTheRunDrainsIsInNoWindow() {
        LoadResult result = Results.result(
                Plans.plan(), Samples.ok().scheduledAt(ofMillis(59_900)).sample());

        assertThat(result.window(ofSeconds(59), ofMinutes(2)).completed().requests())
                .isZero();
        assertThat(result.window(ofSeconds(59), ofMinutes(2)).ok()).isEqualTo(1);
    }

    @Test
    void theLastWindowEndsWithThePlan() {
        LoadResult result = Results.result(Plans.plan(Plans.load(10, new Stage(10, ofMillis(2_500)))));

        assertThat(result.timeline().size()).isEqualTo(3);
        assertThat(result.window(ofSeconds(2), ofMillis(2_500)).scope().length())
                .isEqualTo(ofMillis(500));
    }

    @Test
    void aRunOfMoreThanTwoHoursHasLongerSlots() {
        assertThat(Timeline.slotFor(Plans.load(1, new Stage(1, ofHours(2))))).isEqualTo(ofSeconds(1));
        assertThat(Timeline.slotFor(Plans.load(1, new Stage(1, ofHours(8))))).isEqualTo(ofSeconds(4));
    }

    @Test
    void aWindowThatIsNoneOfTheRunSaysWhatToDo() {
        LoadResult result = Results.result(Plans.plan());

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> result.window(ofMillis(1_500), ofSeconds(3)))
                .withMessageContainingAll("1s500ms to 3s", "slots of 1s", "whole multiples");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> result.window(ofSeconds(3), ofSeconds(3)))
                .withMessageContainingAll("3s to 3s", "within the run of 1m");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> result.window(ofSeconds(61), ofSeconds(70)));
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> result.timeline().windows(Duration.ZERO));
    }

    @Test
    void samplesOverALimitAreCountedInTheWindowAlone() {
        LoadResult result = Results.result(
                Plans.plan(),
                Samples.ok().ttft(ofMillis(200)).sample(),
                Samples.ok().ttft(ofMillis(200)).scheduledAt(ofSeconds(5)).sample());

        assertThat(result.run().exceedance(Metric.TTFT, 150_000)).isEqualTo(new Exceedance(2, 2));
        assertThat(result.window(ofSeconds(5), ofSeconds(6)).exceedance(Metric.TTFT, 150_000))
                .isEqualTo(new Exceedance(1, 1));
    }

    private static List<RequestSample> randomSamples() {
        Random random = new Random(3);
        List<RequestSample> samples = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            samples.add(Samples.ok()
                    .scheduledAt(ofMillis(random.nextInt(60_000)))
                    .ttft(Duration.ofNanos(1_000L * random.nextInt(400_000)))
                    .sample());
        }
        return samples;
    }
}
