package dev.llmbench.dataset.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.llmbench.plan.DatasetException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {

    @Test
    void readsTheLastLineWithOrWithoutItsEnd() throws IOException {
        assertThat(linesOf("a\nb\n")).containsExactly("1:a", "2:b");
        assertThat(linesOf("a\nb")).containsExactly("1:a", "2:b");
    }

    @Test
    void skipsBlankLinesAndCountsThem() throws IOException {
        assertThat(linesOf("\n \na")).containsExactly("3:a");
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
        try (Lines lines = new Lines(bytes("12345\n1234\n"), TextNode::valueOf, 4)) {
            lines.advance();
            assertThatThrownBy(lines::content)
                    .isInstanceOf(DatasetException.class)
                    .hasMessage("is longer than 4 bytes, the maximum for a line; shorten or remove it");
            lines.advance();
            assertThat(lines.content().textValue()).isEqualTo("1234");
        }
    }

    private static List<String> linesOf(String content) throws IOException {
        List<String> found = new ArrayList<>();
        try (Lines lines = Lines.ofText(bytes(content))) {
            while (lines.advance()) {
                found.add(lines.number() + ":" + lines.content().textValue());
            }
        }
        return found;
    }

    private static InputStream bytes(String content) {
        return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
    }
}
