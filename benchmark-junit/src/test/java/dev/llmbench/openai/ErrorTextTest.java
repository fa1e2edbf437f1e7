package dev.llmbench.openai;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What helps in what servers say of errors. */
class ErrorTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"error\":{\"message\":\"no\"}} | no",
                "{\"error\":\"no\"} | no",
                "[{\"error\":{\"code\":503,\"message\":\"no\",\"status\":\"UNAVAILABLE\"}}] | no",
                "{\"error\":{\"message\":\"Provider returned error\",\"metadata\":{\"raw\":\"{\\\"detail\\\":\\\"too long\\\"}\"}}} | Provider returned error: too long",
                "{\"error\":{\"message\":\"Provider returned error\",\"metadata\":{\"raw\":\"too long\",\"provider_name\":\"X\"}}} | Provider returned error: too long",
                "{\"error\":{\"message\":\"{\\\"error\\\":{\\\"message\\\":\\\"too long\\\"}}\"}} | too long",
                "{\"detail\":[{\"type\":\"missing\",\"loc\":[\"body\",\"model\"],\"msg\":\"Field required\"}]} | body.model: Field required",
                "{\"detail\":{\"error\":{\"message\":\"no\"}}} | no",
                "{\"errors\":[{\"code\":1,\"message\":\"no\"},{\"message\":\"nor that\"}],\"success\":false} | no; nor that",
                "{\"status\":400,\"error\":\"Bad Request\",\"message\":\"no such model\"} | Bad Request: no such model",
                "{\"error\":\"invalid_request\",\"error_description\":\"no\"} | invalid_request: no",
                "{\"error\":{\"message\":\"It failed: too long\",\"innererror\":{\"message\":\"too long\"}}} | It failed: too long",
                "{\"error\":{\"message\":\"<html><body><h1>Bad Gateway</h1></body></html>\"}} | Bad Gateway",
                "{\"fault\":{\"faultstring\":\"no such key\",\"detail\":{\"errorcode\":\"a\"}}} | no such key",
                "{\"Message\":\"no\"} | no",
                "{\"error\":{\"message\":\"refused\",\"metadata\":{\"reasons\":[\"violence\"],\"flagged_input\":\"x\"}}} | refused: violence",
                "{\"error\":{\"code\":502}} | {\"error\":{\"code\":502}}",
                "{\"error\":{\"message\":\"cut | {\"error\":{\"message\":\"cut",
            })
    void theInnermostWordsAreKept(String said, String kept) {
        assertThat(ErrorText.of(said)).isEqualTo(kept);
    }

    @Test
    void theInnerWordsGoFirstWhereTheOuterOnesWouldCutThemOff() {
        String outer = "The gateway says at length that it failed. ".repeat(8).strip();
        String said = "{\"error\":{\"message\":\"" + outer + "\",\"metadata\":{\"raw\":\"too long\"}}}";
        assertThat(ErrorText.of(said)).isEqualTo("too long: " + outer);
    }

    @Test
    void ofAPageTheWordsAreKeptHoweverItWasCut() {
        String page =
                "<!DOCTYPE html><html><head><!-- a > b --><title>502&nbsp;Bad &amp; ugly</title><style>p { color: red }";
        assertThat(ErrorText.of(page)).isEqualTo("502 Bad & ugly");
        assertThat(ErrorText.of("<p>Oh</p><script>if (a < b) {}</script><p cla"))
                .isEqualTo("Oh");
    }
}
