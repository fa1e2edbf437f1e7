package dev.llmbench.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    private static final String KEY = "sk-abc/DEF+123\"q45&67=";

    private static Secrets secrets(String key, Map<String, Secret> headers, String query) {
        return new Target(
                        URI.create("https://llm.example/v1/chat/completions" + query),
                        Optional.of(new Secret(key)),
                        headers,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1))
                .secrets();
    }

    private static Secrets ofKey(String key) {
        return secrets(key, Map.of(), "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                KEY,
                "sk-abc\\/DEF+123\\\"q45&67=",
                "sk-abc/DEF+123\\\"q45&67=",
                "sk-abc/DEF\\u002B123\\u0022q45\\u002667\\u003d",
                "sk-abc%2FDEF%2B123%22q45%2667%3D",
                "sk%2dabc%2fDEF%2b123%22q45%2667%3d",
                "sk-abc/DEF+123&quot;q45&amp;67=",
                "sk-abc/DEF&#43;123&#34;q45&#x26;67&#061;"
            })
    void areMaskedHoweverTheServerWritesThem(String written) {
        assertThat(ofKey(KEY).maskedIn("{\"k\":\"Bearer " + written + "\"}")).isEqualTo("{\"k\":\"Bearer ***\"}");
    }

    @Test
    void areMaskedAsWhateverTheJdkEncodesToo() {
        assertThat(ofKey(KEY).maskedIn(URLEncoder.encode(KEY, StandardCharsets.UTF_8)))
                .isEqualTo("***");
    }

    @Test
    void ofBasicCredentialsThePasswordIsOneToo() {
        String both = "admin:Pa55word/long";
        String encoded = Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
        Secrets secrets = secrets("key", Map.of("Authorization", new Secret("Basic " + encoded)), "");

        assertThat(secrets.maskedIn(encoded + ", " + both + ", Pa55word/long, admin"))
                .isEqualTo("***, ***, ***, admin");
    }

    @Test
    void ofACookieEachValueIsOne() {
        Secrets secrets = secrets("key", Map.of("Cookie", new Secret("session=abcdefgh1; a=b")), "");

        assertThat(secrets.maskedIn("no session abcdefgh1 with a=b")).isEqualTo("no session *** with a=b");
    }

    @Test
    void ofTheUrlTheParametersAreThoseWhoseNamesTell() {
        Secrets secrets = secrets("key", Map.of(), "?sig=se%2Fcret%2B123&page=not-a-secret");

        assertThat(secrets.maskedIn("se%2Fcret%2B123 se/cret+123 not-a-secret")).isEqualTo("*** *** not-a-secret");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 20, 30})
    void ofATextThatWasCutWithinOneThePieceIsMasked(int cut) {
        String key = "eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.SflKxwRJSMeKKF2QT4";
        String said = "wrong key " + key;
        String half = said.substring(0, said.length() - cut);

        assertThat(ofKey(key).piecesMaskedIn(half)).isEqualTo("wrong key ***");
        assertThat(ofKey(key).piecesMaskedIn("wrong " + key.substring(cut))).isEqualTo("wrong ***");
    }

    @Test
    void piecesOfAFewCharactersCouldBeAnyWord() {
        assertThat(ofKey("completions-are-mine").piecesMaskedIn("POST /v1/completions"))
                .isEqualTo("POST /v1/completions");
    }

    @ParameterizedTest
    @CsvSource({
        "http://me:pass@host/v1?api_key=abc&n=1#x, http://***@host/v1?api_key=***&n=1#x",
        "http://me:p@ss@host/a b, http://***@host/a b",
        "http://host/v1?n=a@b, http://host/v1?n=a@b",
        "http://host/v1?X-Amz-Signature=abc&auth=d, http://host/v1?X-Amz-Signature=***&auth=***"
    })
    void aUrlIsShownWithoutThem(String url, String shown) {
        assertThat(Secrets.shownUrl(url)).isEqualTo(shown);
    }
}
