package dev.llmbench.sample;

import static dev.llmbench.sample.Moments.ABSENT;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.llmbench.metric.Metric;
import dev.llmbench.result.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestSampleTest {

    @Test
    void latenciesOfTheServerCountFromTheFirstByteSent() {
        RequestSample sample = Samples.ok()
                .scheduledAt(ofSeconds(5))
                .lag(ofMillis(7))
                .connect(ofMillis(20))
                .headers(ofMillis(80))
                .ttft(ofMillis(120))
                .e2e(ofMillis(900))
                .sample();

        assertThat(sample.waiting()).isEqualTo(80_000);
        assertThat(sample.ttft()).isEqualTo(120_000);
        assertThat(sample.e2e()).isEqualTo(900_000);
    }

    @Test
    void latenciesOfTheUserCountFromTheSchedule() {
        RequestSample sample = Samples.ok()
                .lag(ofMillis(7))
                .connect(ofMillis(20))
                .ttft(ofMillis(120))
                .e2e(ofMillis(900))
                .sample();

        assertThat(sample.ttftFromSchedule()).isEqualTo(147_000);
        assertThat(sample.e2eFromSchedule()).isEqualTo(927_000);
    }

    @Test
    void theGeneratorsLagLeavesTheConnectionOut() {
        RequestSample sample =
                Samples.ok().lag(ofMillis(7)).connect(ofMillis(20)).sample();

        assertThat(sample.dispatchLag()).isEqualTo(7_000);
        assertThat(sample.connect()).isEqualTo(20_000);
    }

    @Test
    void aReusedConnectionHasNoConnectTime() {
        assertThat(Samples.ok().sample().connect()).isEqualTo(ABSENT);
    }

    @Test
    void reasoningIsAFirstTokenButNoFirstOutput() {
        RequestSample sample =
                Samples.ok().reasoning(ofMillis(90)).ttft(ofMillis(400)).sample();

        assertThat(sample.ttft()).isEqualTo(90_000);
        assertThat(sample.ttfo()).isEqualTo(400_000);
    }

    @Test
    void contentThatComesBeforeReasoningIsTheFirstToken() {
        RequestSample sample =
                Samples.ok().reasoning(ofMillis(300)).ttft(ofMillis(200)).sample();

        assertThat(sample.ttft()).isEqualTo(200_000);
    }

    @Test
    void timePerOutputTokenIsOfTheTokensAfterTheFirst() {
        RequestSample sample = Samples.ok()
                .ttft(ofMillis(100))
                .lastToken(ofMillis(500))
                .tokens(50, 5, 0)
                .sample();

        assertThat(sample.tpot()).isEqualTo(100_000);
    }

    @Test
    void reasoningThatTheStreamNeverShowedIsNoTokenOfIt() {
        RequestSample sample = Samples.ok()
                .ttft(ofMillis(100))
                .lastToken(ofMillis(500))
                .tokens(50, 105, 100)
                .sample();

        assertThat(sample.tpot()).isEqualTo(100_000);
    }

    @Test
    void aTimePerTokenTakesTwoTokensThatWereStreamed() {
        assertThat(Samples.ok().tokens(50, 1, 0).sample().tpot()).isEqualTo(ABSENT);
        assertThat(Samples.ok().tokens(50, 101, 100).sample().tpot()).isEqualTo(ABSENT);
        assertThat(Samples.ok().withoutToken().sample().tpot()).isEqualTo(ABSENT);
    }

    @Test
    void aTimePerTokenIsNeverNothing() {
        assertThat(Samples.ok()
                        .ttft(ofMillis(500))
                        .lastToken(ofMillis(500))
                        .sample()
                        .tpot())
                .isEqualTo(ABSENT);
        assertThat(Samples.ok().tokens(50, 5, 8).sample().tpot()).isEqualTo(ABSENT);
    }

    @Test
    void whereReasoningWasOnlySummedUpTimePerTokenIsOfWhatFollowed() {
        RequestSample sample = Samples.ok()
                .reasoning(ofMillis(90))
                .ttft(ofMillis(300))
                .lastToken(ofMillis(700))
                .tokens(50, 105, 100)
                .sample();

        assertThat(sample.ttft()).isEqualTo(90_000);
        assertThat(sample.tpot()).isEqualTo(100_000);
    }

    @Test
    void aStreamThatShowedNothingHasNoTimeToIt() {
        RequestSample sample = Samples.ok().withoutToken().tokens(50, 90, 90).sample().toBuilder()
                .notes(List.of(ReadingNote.of(ReadingNote.Kind.NOTHING_SHOWN)))
                .build();

        assertThat(sample.ttft()).isEqualTo(ABSENT);
        assertThat(sample.ttftFromSchedule()).isEqualTo(ABSENT);
        assertThat(sample.tpot()).isEqualTo(ABSENT);
        assertThat(sample.waiting()).isPositive();
    }

    @Test
    void aResponseThatIsNotStreamedBeginsWithItsDocument() {
        Delays delays = new Delays(0, 0, 1, 2, 0, 0, 0);
        RequestSample sample = Samples.ok().notStreamed().sample();
        RequestSample trickled = sample.toBuilder()
                .at(Moments.scheduledAt(0)
                        .dispatched(0)
                        .sent(100)
                        .headers(200)
                        .firstEvent(900)
                        .end(1_000)
                        .delays(delays)
                        .build())
                .build();

        assertThat(trickled.waiting()).isEqualTo(800);
        assertThat(trickled.ttft()).isEqualTo(800);
        assertThat(trickled.ttftFromSchedule()).isEqualTo(900);
        assertThat(Metric.WAITING.least(trickled)).isEqualTo(798);
        assertThat(Metric.TTFT.least(trickled)).isEqualTo(798);
    }

    @Test
    void aResponseThatIsNotStreamedHasItsHeadForAFirstToken() {
        RequestSample sample = Samples.ok()
                .lag(ofMillis(5))
                .headers(ofMillis(80))
                .notStreamed()
                .sample();

        assertThat(sample.ttft()).isEqualTo(80_000);
        assertThat(sample.ttftFromSchedule()).isEqualTo(85_000);
        assertThat(sample.ttfo()).isEqualTo(ABSENT);
        assertThat(sample.tpot()).isEqualTo(ABSENT);
    }

    @Test
    void aFailureBeforeTheFirstTokenHasNoTimeToIt() {
        assertThat(Samples.failed(Outcome.HTTP_5XX, "overloaded").sample().ttft())
                .isEqualTo(ABSENT);
    }

    @Test
    void aRequestThatWasNeverSentHasNoLatencyOfTheServer() {
        RequestSample sample =
                Samples.failed(Outcome.CONNECT, "refused").neverSent().sample();

        assertThat(sample.e2e()).isEqualTo(ABSENT);
        assertThat(sample.dispatchLag()).isEqualTo(ABSENT);
        assertThat(sample.e2eFromSchedule()).isEqualTo(500_000);
    }

    @Test
    void aRequestThatHungHasWaitedForEveryMomentThatNeverCame() {
        RequestSample hung = Samples.hung(Outcome.TIMEOUT, ofSeconds(60));

        assertThat(Metric.TTFT.waited(hung)).isEqualTo(60_000_000);
        assertThat(Metric.TTFO.waited(hung)).isEqualTo(60_000_000);
        assertThat(Metric.E2E.waited(hung)).isEqualTo(60_000_000);
        assertThat(Metric.TPOT.waited(hung)).isEqualTo(ABSENT);
    }

    @Test
    void aRequestThatHungAfterItsFirstTokenHasWaitedForItNoLonger() {
        RequestSample sample = Samples.interrupted()
                .ttft(ofMillis(100))
                .lastToken(ofMillis(500))
                .e2e(ofSeconds(30))
                .sample();

        assertThat(Metric.TTFT.waited(sample)).isEqualTo(100_000);
        assertThat(Metric.CHUNK_GAP.waited(sample)).isEqualTo(29_500_000);
        assertThat(Metric.TPOT.waited(sample)).isEqualTo(29_900_000 / 5);
    }

    @Test
    void aRequestThatHungWhileReasoningHasWaitedForItsOutputUntilTheEnd() {
        RequestSample sample = Samples.interrupted()
                .reasoning(ofMillis(100))
                .withoutContent()
                .e2e(ofSeconds(30))
                .sample();

        assertThat(Metric.TTFT.waited(sample)).isEqualTo(100_000);
        assertThat(Metric.TTFO.waited(sample)).isEqualTo(30_000_000);
    }

    @Test
    void aMomentBeforeTheRunIsAMistake() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Samples.ok().scheduledAt(ofMillis(-1)).sample());
    }
}
