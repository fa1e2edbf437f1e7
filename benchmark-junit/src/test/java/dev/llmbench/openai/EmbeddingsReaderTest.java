package dev.llmbench.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.Tokens;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EmbeddingsReaderTest {

    @Test
    void aVectorIsTheOutputAndNoneOfItIsAToken() {
        WholeAnswer answer = answer(
                "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,"
                        + "\"embedding\":[0.0023,-0.009,1]}],\"model\":\"m\",\"usage\":{\"prompt_tokens\":8,\"total_tokens\":8}}");

        assertThat(answer.outcome()).isEqualTo(Outcome.OK);
        assertThat(answer.tokens(Tokens.UNKNOWN).prompt()).isEqualTo(8);
        assertThat(answer.tokens(Tokens.UNKNOWN).output()).isEqualTo(Tokens.UNKNOWN);
    }

    @Test
    void aVectorMayBeText() {
        assertThat(answer("{\"data\":[{\"embedding\":\"AACAPw==\"}]}").outcome())
                .isEqualTo(Outcome.OK);
    }

    @Test
    void anAnswerWithoutAVectorIsEmpty() {
        assertThat(answer("{\"data\":[]}").outcome()).isEqualTo(Outcome.EMPTY);
        assertThat(answer("{\"data\":[{\"embedding\":[]}]}").outcome()).isEqualTo(Outcome.EMPTY);
        assertThat(answer("{\"data\":[{\"embedding\":[null]}]}").outcome()).isEqualTo(Outcome.EMPTY);
    }

    @Test
    void anErrorIsOneInBand() {
        WholeAnswer answer = answer("{\"error\":{\"message\":\"too long\"}}");

        assertThat(answer.outcome()).isEqualTo(Outcome.IN_BAND);
        assertThat(answer.error()).contains("too long");
    }

    private static WholeAnswer answer(String body) {
        WholeAnswer answer = new WholeAnswer(new EmbeddingsReader(), null);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        answer.read(bytes, 0, bytes.length, 1, 0);
        answer.end(2);
        return answer;
    }
}
