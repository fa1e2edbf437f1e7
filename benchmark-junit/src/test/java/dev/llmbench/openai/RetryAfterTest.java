package dev.llmbench.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2015-10-21T07:28:00Z");

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "120, 120", "999999999, 999999999"})
    void secondsAreSeconds(String said, long seconds) {
        assertThat(RetryAfter.of(429, said, NOW)).contains(Duration.ofSeconds(seconds));
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
        assertThat(RetryAfter.of(503, said, NOW)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1.5", "9999999999", "Wed, 21 Oct", "+5"})
    void whatIsNeitherAsksForNothing(String said) {
        assertThat(RetryAfter.of(429, said, NOW)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 301, 413, 500})
    void whoIsNotTooBusyAsksForNothing(int status) {
        assertThat(RetryAfter.of(status, "5", NOW)).isEmpty();
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
