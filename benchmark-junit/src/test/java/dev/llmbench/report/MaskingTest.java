package dev.llmbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.plan.RequestOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"api_key\":\"abc\"}|{\"api_key\":\"***\"}",
                "{\"auth\":{\"accessToken\":\"abc\"}}|{\"auth\":{\"accessToken\":\"***\"}}",
                "{\"tools\":[{\"secret\":{\"a\":1}}]}|{\"tools\":[{\"secret\":\"***\"}]}",
                "{\"min_tokens\":5,\"logit_bias\":{\"7\":1}}|{\"min_tokens\":5,\"logit_bias\":{\"7\":1}}"
            })
    void fieldsWhoseNamesTellThatTheyAreKeysAreMaskedHoweverDeep(String body, String shown) {
        assertThat(Masking.tellingFields(RequestOptions.parseExtra(body)).toString())
                .isEqualTo(shown);
    }
}
