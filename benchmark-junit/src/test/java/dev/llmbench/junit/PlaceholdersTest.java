package dev.llmbench.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmbench.plan.ConfigurationException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlaceholdersTest {
    private static final Map<String, String> VALUES = Map.of("host", "gpu", "port", "8000", "raw", "${host}");

    private final Placeholders placeholders = new Placeholders(key -> Optional.ofNullable(VALUES.get(key)), "a map");

    private String resolve(String text) {
        return placeholders.resolve("endpoint", text);
    }

    @Test
    void aTextWithoutPlaceholdersStaysAsItIs() {
        assertThat(resolve("http://localhost:8000/{id}?a=$b")).isEqualTo("http://localhost:8000/{id}?a=$b");
    }

    @Test
    void everyPlaceholderIsReplacedByItsValue() {
        assertThat(resolve("http://${host}:${ port }/v1")).isEqualTo("http://gpu:8000/v1");
    }

    @Test
    void aDefaultStandsInForAMissingValueAlone() {
        assertThat(resolve("${url:http://localhost:8000}/v1")).isEqualTo("http://localhost:8000/v1");
        assertThat(resolve("${host:other}")).isEqualTo("gpu");
        assertThat(resolve("${none:}")).isEmpty();
    }

    @Test
    void aDefaultMayHoldPlaceholders() {
        assertThat(resolve("${a:${b:x}}")).isEqualTo("x");
        assertThat(resolve("${url:http://${host}:${no-port:${port}}}/v1")).isEqualTo("http://gpu:8000/v1");
    }

    @Test
    void aValueIsTakenAsItIs() {
        assertThat(resolve("${raw}")).isEqualTo("${host}");
    }

    @Test
    void aMissingValueWithoutDefaultNamesAttributeKeyAndPlaces() {
        assertThatThrownBy(() -> resolve("${llm.url}/v1"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("endpoint: ${llm.url} has no value", "a map", "${llm.url:...}");
    }

    @Test
    void aPlaceholderThatIsNotClosedIsRefused() {
        assertThatThrownBy(() -> resolve("${a:${b}/v1")).hasMessageContaining("has no closing");
    }

    @Test
    void aPlaceholderWithoutAKeyIsRefused() {
        assertThatThrownBy(() -> resolve("${:x}")).hasMessageContaining("no key");
    }

    @Test
    void theLiteralPartIsAllButTheKeys() {
        assertThat(Placeholders.literalPart("Bearer ${A:${B:sk-1}}")).isEqualTo("Bearer sk-1");
        assertThat(Placeholders.literalPart("${A:${B:}}")).isEmpty();
    }
}
