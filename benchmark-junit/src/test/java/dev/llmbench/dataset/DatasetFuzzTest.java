package dev.llmbench.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.Mutations;
import dev.llmbench.plan.DatasetException;
import dev.llmbench.plan.DatasetFormat;
import dev.llmbench.prompt.Tokenizer;
import dev.llmbench.run.Allocated;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Datasets that were spoilt at random: they are read, or refused by the exception that is documented. */
class DatasetFuzzTest {
    private static final int FILES = 1_000;
    private static final DatasetOptions OPTIONS = DatasetOptions.ofDefaults().withTokenizer(Tokenizer.estimate());
    private static final List<String> TEXTS = List.of(
            "{\"prompt\": \"Once\", \"max_tokens\": 5, \"id\": \"a\"}\n{\"prompt\": \"upon\", \"request\": {\"top_p\": 0.5}}\n",
            "{\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}], \"output_tokens\": 9}\n",
            "{\"turns\": [\"Once\", {\"role\": \"user\", \"content\": \"again\", \"max_tokens\": 3}], \"system\": \"s\"}\n",
            "[{\"id\": \"a\", \"conversations\": [{\"from\": \"human\", \"value\": \"Hi\"}, {\"from\": \"gpt\", \"value\": \"Oh\"}]}]",
            "{\"custom_id\": \"r\", \"method\": \"POST\", \"url\": \"/v1/chat/completions\", \"body\": {\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}]}}\n",
            "prompt,id,max_tokens\n\"Once, \"\"upon\"\"\",a,5\nb,c,\n",
            "Once upon a time\nthere was\n");

    @ParameterizedTest
    @EnumSource(DatasetFormat.class)
    void aSpoiltFileIsReadOrRefused(DatasetFormat format) throws IOException {
        assertReadOrRefused(OPTIONS.withFormat(format), format.name().hashCode());
    }

    @Test
    void aSpoiltFileOfConversationsIsReadOrRefused() throws IOException {
        assertReadOrRefused(OPTIONS.withConversations(true), 99);
    }

    private static void assertReadOrRefused(DatasetOptions options, long seed) throws IOException {
        Mutations mutations = new Mutations(originals(), seed);
        int read = 0;
        for (int i = 0; i < FILES; i++) {
            byte[] file = mutations.next();
            try {
                Dataset dataset = read(file, options);
                assertThat(dataset.prompts()).isNotEmpty();
                read++;
            } catch (DatasetException e) {
                assertThat(e).hasMessageContaining("/d/set");
            } catch (RuntimeException | Error e) {
                throw new AssertionError("file " + i + " of seed " + seed + ":\n" + new String(file, UTF_8), e);
            }
        }
        // Else nothing would have come further than to the format.
        assertThat(read).isPositive();
    }

    private static List<byte[]> originals() throws IOException {
        List<byte[]> originals = new ArrayList<>();
        TEXTS.forEach(text -> originals.add(text.getBytes(UTF_8)));
        for (String name :
                List.of("mooncake.jsonl", "azure-2023.csv", "azure-2024.csv", "burstgpt.csv", "bailian.jsonl")) {
            try (InputStream in =
                    Objects.requireNonNull(DatasetFuzzTest.class.getResourceAsStream("/traces/" + name))) {
                originals.add(in.readAllBytes());
            }
        }
        return originals;
    }

    private static Dataset read(byte[] file, DatasetOptions options) {
        return DatasetReader.read(new DatasetSource("set", "/d/set", () -> new ByteArrayInputStream(file)), options);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "JSONL|~|{\"prompt\": \"a\"}~",
                "JSONL|{\"prompt\": \"|a",
                "CSV|prompt,id~|a,b~",
                "CSV|prompt,id~\"|a~",
                "CSV|prompt~\"|\"\"",
                "SHAREGPT|[|{\"conversations\": [{\"from\": \"human\", \"value\": \"Hi\"}]},",
                "TEXT|~|a~",
                "TEXT||~",
                "BURSTGPT|Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type~|1,M,1,1,2,C~",
            })
    void eightTimesTheBytesTakeEightTimesTheWork(DatasetFormat format, String begin, String unit) throws Exception {
        DatasetOptions options = OPTIONS.withFormat(format);
        tryToRead(begin, unit, 20_000, options);
        long once = Allocated.by(() -> tryToRead(begin, unit, 20_000, options));
        long more = Allocated.by(() -> tryToRead(begin, unit, 160_000, options));
        // What is quadratic takes 64 times as much; buffers have a size whatever is read.
        assertThat(more).isLessThan(20 * (once + 10_000));
    }

    private static void tryToRead(String begin, String unit, int total, DatasetOptions options) {
        byte[] file =
                (begin + unit.repeat(total / unit.length())).replace('~', '\n').getBytes(UTF_8);
        try {
            read(file, options);
        } catch (DatasetException e) {
            assertThat(e).hasMessageContaining("/d/set");
        }
    }
}
