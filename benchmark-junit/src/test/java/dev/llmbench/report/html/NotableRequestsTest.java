package dev.llmbench.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NotableRequestsTest {
    private final NotableRequests notable = new NotableRequests();

    @Test
    void allPointsAreKeptWhereThereAreFew() {
        ok(500);

        assertThat(notable.scatter().seen()).isEqualTo(500);
        assertThat(notable.scatter().points()).hasSize(500);
    }

    @Test
    void ofManyPointsAnEvenSampleIsKept() {
        ok(40_000);

        assertThat(notable.scatter().seen()).isEqualTo(40_000);
        assertThat(notable.scatter().points()).hasSize(NotableRequests.TokenScatter.MOST);
        long ofFirstHalf = notable.scatter().points().stream()
                .filter(point -> point.ttftMicros() < 20_000)
                .count();
        assertThat(ofFirstHalf).isBetween(900L, 1_100L);
    }

    @Test
    void theSampleIsTheSameEachTime() {
        NotableRequests again = new NotableRequests();
        ok(10_000);
        IntStream.range(0, 10_000).forEach(i -> again.accept(request(i, Outcome.OK)));

        assertThat(again.scatter().points()).isEqualTo(notable.scatter().points());
    }

    @Test
    void theSlowestAreThoseWithTheGreatestLatency() {
        ok(1_000);

        assertThat(notable.slowest().inOrder())
                .extracting(RequestSample::id)
                .hasSize(NotableRequests.SlowestRequests.MOST)
                .startsWith("id-999", "id-998")
                .endsWith("id-980");
    }

    @Test
    void failedRequestsAreNotAmongTheSlowest() {
        notable.accept(request(1, Outcome.TIMEOUT));

        assertThat(notable.slowest().inOrder()).isEmpty();
        assertThat(notable.scatter().points()).isEmpty();
    }

    @Test
    void ofEachKindOfErrorTheFirstMessagesThatDifferAreKept() {
        IntStream.range(0, 8).forEach(i -> notable.accept(request(i, Outcome.HTTP_5XX)));
        notable.accept(request(3, Outcome.HTTP_5XX));
        notable.accept(request(9, Outcome.RESET));

        List<NotableRequests.ErrorSamples.Kind> kinds = notable.errors().kinds();
        assertThat(kinds)
                .extracting(NotableRequests.ErrorSamples.Kind::outcome)
                .containsExactly(Outcome.RESET, Outcome.HTTP_5XX);
        assertThat(kinds.get(1).messages())
                .extracting(NotableRequests.ErrorSamples.Seen::message)
                .containsExactly(
                        "request 0 failed",
                        "request 1 failed",
                        "request 2 failed",
                        "request 3 failed",
                        "request 4 failed");
        assertThat(kinds.get(1).others()).isEqualTo(3);
        assertThat(kinds.get(1).messages().get(3).count()).isEqualTo(2);
        assertThat(kinds.get(1).messages().get(3).id()).isEqualTo("id-3");
    }

    private void ok(int number) {
        IntStream.range(0, number).forEach(i -> notable.accept(request(i, Outcome.OK)));
    }

    private static RequestSample request(int number, Outcome outcome) {
        return ReportedRuns.sample(number, number * 1_000L, 1 + number, 1_000 + number, outcome);
    }
}
