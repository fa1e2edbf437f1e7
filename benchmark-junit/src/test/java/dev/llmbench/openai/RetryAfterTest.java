package dev.llmbench.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.http.ResponseHead;
import dev.llmbench.sample.ReadingNote;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2015-10-21T07:28:00Z");

    private static Optional<Duration> asked(int status, String said) {
        return read(status, said, null).length();
    }

    private static RetryAfter read(int status, @Nullable String said, @Nullable String millis) {
        return RetryAfter.of(new ResponseHead(status, null, null, said, millis, null, 0, 0), NOW);
    }

    @ParameterizedTest
    @CsvSource({"1.5, 1500", "0.25, 250", ".5, 500", "2., 2000", "1.0000001, 1001"})
    void fractionsOfSecondsAreReadUpwards(String said, long millis) {
        assertThat(asked(429, said).orElseThrow()).isBetween(Duration.ofMillis(millis - 1), Duration.ofMillis(millis));
    }

    @Test
    void millisecondsGoBeforeSeconds() {
        assertThat(read(429, "1", "250").length()).contains(Duration.ofMillis(250));
        assertThat(read(503, null, "1500.5").length()).contains(Duration.ofNanos(1_500_500_000));
        assertThat(read(429, "1", "soon")).isEqualTo(new RetryAfter(Optional.of(Duration.ofSeconds(1)), null));
    }

    @Test
    void whatCannotBeReadIsToldAsItWas() {
        assertThat(read(429, "soon", null).unreadable()).isEqualTo("soon");
        assertThat(read(503, null, "later").unreadable()).isEqualTo("retry-after-ms: later");
        assertThat(read(429, null, null)).isEqualTo(RetryAfter.NONE);
        assertThat(read(500, "soon", null)).isEqualTo(RetryAfter.NONE);
    }

    @Test
    void aRequestIsNotedWhereItCannotBeRead() throws Exception {
        String response = "HTTP/1.1 429 Too Many Requests\r\nRetry-After: in a while\r\nContent-Length: 4\r\n\r\nbusy";
        try (RawServer server = RawServer.answering(response);
                Wire wire = Wire.to(server)) {
            assertThat(wire.ask().notes())
                    .containsExactly(new ReadingNote(ReadingNote.Kind.UNREADABLE_RETRY_AFTER, "in a while"));
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "120, 120", "999999999, 999999999"})
    void secondsAreSeconds(String said, long seconds) {
        assertThat(asked(429, said)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Wed, 21 Oct 2015 07:28:30 GMT|30",
                "Wed, 21 Oct 2015 07:28:00 GMT|0",
                "Wed, 21 Oct 2015 07:00:00 GMT|0",
            })
    void aDateIsCountedFromNow(String said, long seconds) {
        assertThat(asked(503, said)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1e3", "9999999999", "Wed, 21 Oct", "+5"})
    void whatIsNeitherAsksForNothing(String said) {
        assertThat(asked(429, said)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 301, 413, 500})
    void whoIsNotTooBusyAsksForNothing(int status) {
        assertThat(asked(status, "5")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"429 Too Many Requests, HTTP 429", "503 Service Unavailable, HTTP 503"})
    void whatAServerAskedForStandsInTheError(String status, String shown) throws Exception {
        String response = "HTTP/1.1 " + status + "\r\nRetry-After: 7\r\nContent-Length: 4\r\n\r\nbusy";
        try (RawServer server = RawServer.answering(response);
                Wire wire = Wire.to(server)) {
            Wire.Sent sent = wire.send();
            assertThat(sent.sample().error()).isEqualTo(shown + " (Retry-After: 7): busy");
            assertThat(sent.retryAfter()).contains(Duration.ofSeconds(7));
        }
    }

    @Test
    void anAnswerThatIsWellAsksForNothing() throws Exception {
        try (RawServer server = RawServer.answering(RawServer.stream());
                Wire wire = Wire.to(server)) {
            Wire.Sent sent = wire.send();
            sent.sample();
            assertThat(sent.retryAfter()).isEmpty();
        }
    }
}
