package dev.llmbench.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmbench.dataset.record.StrictJson;
import dev.llmbench.plan.DatasetException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was made carelessly or to do harm is refused with its place and a remedy, within bounded memory. */
class HostileInputTest {

    @Test
    void aLineOfAHundredMillionBytesIsRefusedAndNotKept() {
        assertRefused(new Letters("{\"prompt\": \"", 100_000_000))
                .hasMessageContaining("line 1 is longer than 16777216 bytes, the maximum for a line; shorten");
    }

    @Test
    void aRecordOfAnArrayMayNotBeLongerEither() {
        assertRefused(new Letters("[{\"prompt\": \"", 100_000_000))
                .hasMessageContaining(
                        "record 1 (line 1) is longer than 16777216 bytes, the maximum for a record; shorten");
    }

    @Test
    void aQuoteThatIsNeverClosedEndsTheReading() {
        assertRefused(new Letters("prompt,id\n\"", 100_000_000))
                .hasMessageContaining("is longer than 16777216 bytes, the maximum for a record; shorten");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"prompt\": \"a\", \"tools\": %s}", "[{\"prompt\": \"a\", \"tools\": %s}]"})
    void deepNestingIsRefused(String record) {
        assertRefused(record.formatted("[".repeat(5000) + "]".repeat(5000)))
                .hasMessageContaining("is not JSON")
                .hasMessageContaining("nesting depth");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "0x10", "1.", "+1"})
    void whatIsNoNumberInJsonIsRefused(String number) {
        assertRefused("{\"prompt\": \"a\", \"temperature\": " + number + "}")
                .hasMessageContaining("line 1 is not JSON at column");
    }

    @Test
    void halfACharacterStaysTheEscapeThatItWas() {
        byte[] content = "{\"prompt\": \"a \\uD83D b\"}".getBytes(StandardCharsets.UTF_8);
        Dataset dataset = DatasetReader.read(source(new ByteArrayInputStream(content)), DatasetOptions.ofDefaults());

        assertThat(StrictJson.bytes(PromptLine.normal(dataset.prompts().get(0))))
                .asString(StandardCharsets.UTF_8)
                .contains("\"a \\uD83D b\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\uFEFF", "\n\n \r\n", "[]"})
    void aFileOfNothingIsRefused(String content) {
        assertRefused(content).hasMessageContaining("/d/set");
    }

    @Test
    void badUtf8InAnArrayIsRefused() {
        assertRefused("[{\"prompt\": \"Grüße\"}]".getBytes(StandardCharsets.ISO_8859_1))
                .hasMessageContaining("record 1 (line 1) is not JSON: Invalid UTF-8");
    }

    @Test
    void aFileThatUnpacksWithoutEndIsRefused() throws IOException {
        assertRefused(packed(new Letters("\n", 80_000_000)))
                .hasMessageContaining("it unpacks to more than 200 times its size")
                .hasMessageContaining("unpack it manually if you trust it");
    }

    @Test
    void aPackedFileThatIsCutOffIsRefused() throws IOException {
        byte[] whole = packed(new ByteArrayInputStream("{\"prompt\": \"a\"}\n".getBytes(StandardCharsets.UTF_8)));

        assertRefused(Arrays.copyOf(whole, whole.length - 12)).hasMessageContaining("can't be read: ");
    }

    @Test
    void aNumberKeepsItsDigits() {
        Dataset dataset = DatasetReader.read(
                source(new ByteArrayInputStream(
                        "{\"prompt\": \"a\", \"top_p\": 0.10, \"request\": {\"big\": 123456789012345678901234567890}}"
                                .getBytes(StandardCharsets.UTF_8))),
                DatasetOptions.ofDefaults());

        assertThat(dataset.prompts().get(0).traits().request())
                .hasToString("{\"top_p\":0.10,\"big\":123456789012345678901234567890}");
    }

    private static byte[] packed(InputStream content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            content.transferTo(gzip);
        }
        return bytes.toByteArray();
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(String content) {
        return assertRefused(content.getBytes(StandardCharsets.UTF_8));
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(byte[] content) {
        return assertRefused(new ByteArrayInputStream(content));
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(InputStream content) {
        return assertThatThrownBy(() -> DatasetReader.read(source(content), DatasetOptions.ofDefaults()))
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith("dataset = \"/d/set\" ");
    }

    private static DatasetSource source(InputStream content) {
        return new DatasetSource("set", "/d/set", () -> content);
    }

    /** A beginning and then the letter a, made as it is read. */
    private static final class Letters extends InputStream {
        private final byte[] beginning;
        private final long length;
        private long position;

        Letters(String beginning, long length) {
            this.beginning = beginning.getBytes(StandardCharsets.UTF_8);
            this.length = length;
        }

        @Override
        public int read() {
            if (position == length) {
                return -1;
            }
            return position < beginning.length ? beginning[(int) position++] : letter();
        }

        @Override
        public int read(byte[] bytes, int offset, int count) {
            int read = 0;
            while (read < count && position < length) {
                bytes[offset + read++] = (byte) read();
            }
            return read == 0 && count > 0 ? -1 : read;
        }

        private int letter() {
            position++;
            return 'a';
        }
    }
}
