package dev.llmbench.dataset.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmbench.plan.DatasetException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {

    @Test
    void readsTheLastLineWithOrWithoutItsEnd() throws IOException {
        assertThat(linesOf("a\nb\n")).containsExactly("1:a", "2:b");
        assertThat(linesOf("a\nb")).containsExactly("1:a", "2:b");
    }

    @Test
    void countsEmptyLines() throws IOException {
        assertThat(linesOf("\n\na")).containsExactly("1:", "2:", "3:a");
    }

    @Test
    void findsNoLineInAnEmptyFile() throws IOException {
        assertThat(linesOf("")).isEmpty();
    }

    @Test
    void joinsALineThatArrivesInPieces() throws IOException {
        String longLine = "ä".repeat(100_000);

        assertThat(linesOf(longLine + "\nb")).containsExactly("1:" + longLine, "2:b");
    }

    @Test
    void takesAByteOrderMarkFromTheFirstLineOnly() throws IOException {
        assertThat(linesOf("\uFEFFa\n\uFEFFb")).containsExactly("1:a", "2:\uFEFFb");
    }

    @Test
    void readsOnAfterALineThatIsTooLong() throws IOException {
        try (LineReader lines = new LineReader(bytes("12345\n1234\n"), 4)) {
            lines.advance();
            assertThatThrownBy(lines::text)
                    .isInstanceOf(DatasetException.class)
                    .hasMessage("is longer than 4 bytes, the most for one line; shorten or remove it");
            lines.advance();
            assertThat(lines.text()).isEqualTo("1234");
        }
    }

    private static List<String> linesOf(String content) throws IOException {
        List<String> found = new ArrayList<>();
        try (LineReader lines = new LineReader(bytes(content), 1 << 20)) {
            while (lines.advance()) {
                found.add(lines.number() + ":" + lines.text());
            }
        }
        return found;
    }

    private static InputStream bytes(String content) {
        return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
    }
}
