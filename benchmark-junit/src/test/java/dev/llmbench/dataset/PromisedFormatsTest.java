package dev.llmbench.dataset;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmbench.plan.DatasetException;
import dev.llmbench.plan.DatasetFormat;
import dev.llmbench.prompt.TextPrompt;
import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What promises a format, by its name or its content, is read as that or refused, and is never sent line by line; prose is. */
class PromisedFormatsTest {
    private static final String POINTER =
            "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 52283111\n";

    @ParameterizedTest
    @EnumSource(DatasetFormat.class)
    void aPointerOfGitLfsIsNamedWhateverFormatWasAskedFor(DatasetFormat format) {
        assertRefused("burst.csv", POINTER, DatasetOptions.ofDefaults().withFormat(format))
                .hasMessageContaining("is a Git LFS pointer")
                .hasMessageContaining("git lfs pull")
                .hasMessageContaining("lfs: true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"prompts.jsonl", "prompts.txt", "trace.csv", "prompts", "set.parquet"})
    void aPointerIsNamedWhateverTheFileIsCalled(String name) {
        assertRefused(name, POINTER).hasMessageContaining("is a Git LFS pointer");
        assertRefused(name, "/annex/objects/MD5E-s12--0123.jsonl\n").hasMessageContaining("git annex get");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PAR1\\u0015\\u0000|a Parquet file",
                "PK\\u0003\\u0004\\u0014\\u0000[Content_Types].xml|an Office file, such as an Excel workbook",
                "PK\\u0003\\u0004\\u0014\\u0000prompts.jsonl|a ZIP archive",
                "ARROW1\\u0000\\u0000|an Arrow file",
                "Obj\\u0001\\u0004|an Avro file",
                "SQLite format 3\\u0000|an SQLite database",
                "%PDF-1.7|a PDF file",
                "{\\rtf1\\ansi|an RTF file",
                "BZh91AY&SY|compressed with bzip2",
                "(\\u00b5/\\u00fd|compressed with bzip2, xz, 7-Zip, RAR, Zstandard",
                "abc\\u0000\\u0000\\u0000def|a binary file",
            })
    void aBinaryFileIsNamedByItsFirstBytes(String bytes, String words) {
        byte[] content = unescaped(bytes).getBytes(ISO_8859_1);
        for (String name : List.of("prompts.txt", "prompts.jsonl", "prompts.csv", "prompts")) {
            assertRefused(name, content, DatasetOptions.ofDefaults()).hasMessageContaining("is " + words);
        }
        assertRefused("a", content, DatasetOptions.ofDefaults().withFormat(DatasetFormat.TEXT))
                .hasMessageContaining("is " + words);
    }

    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder(text);
        for (int at = plain.indexOf("\\u"); at >= 0; at = plain.indexOf("\\u")) {
            plain.replace(at, at + 6, String.valueOf((char) Integer.parseInt(plain.substring(at + 2, at + 6), 16)));
        }
        return plain.toString();
    }

    static Stream<Charset> wideCharsets() {
        return Stream.of(UTF_16, UTF_16LE, Charset.forName("UTF-32BE"));
    }

    @ParameterizedTest
    @MethodSource("wideCharsets")
    void wideCharactersAreToldFromOtherBytes(Charset charset) {
        for (String content : List.of("{\"prompt\": \"Why?\"}", "prompt,max_tokens\nWhy?,3", "Why is the sky blue?")) {
            assertRefused("prompts.txt", content.getBytes(charset), DatasetOptions.ofDefaults())
                    .hasMessageMatching("(?s).*(written in UTF-16 or UTF-32; save it in UTF-8|a binary file).*");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE html>\n<html lang=\"en\">\n<head><title>Sign in</title></head>\n<body></body>\n</html>",
                "<html><head><title>302 Found</title></head></html>",
                "\n  <!-- proxy -->\n<HTML>\n<BODY>Log in</BODY></HTML>",
                "\uFEFF<!doctype html><title>x</title>",
                "<?xml version=\"1.0\"?>\n<Error><Code>AccessDenied</Code></Error>"
            })
    void aPageThatWasSavedInPlaceOfTheFileIsNamed(String page) {
        for (String name : List.of("prompts.txt", "prompts.jsonl", "prompts.csv", "prompts")) {
            assertRefused(name, page).hasMessageContaining("page, such as a login or error page");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"404: Not Found", "Entry not found\n", "Forbidden", "403: Access denied."})
    void anErrorThatWasSavedInPlaceOfTheFileIsNamed(String text) {
        assertRefused("prompts.txt", text).hasMessageContaining("the text of an error");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prompts.csv|frage,laenge~Warum?,3~|frage, laenge",
                "prompts.CSV|query;n~Why?;3~|query, n",
                "prompts.csv.gz|id,category~1,x~|id, category",
                "prompts.tsv|query\tn~Why?\t3~|query, n",
                "prompts.csv|Why is the sky blue?~And the sea?~|Why is the sky blue?",
                "prompts.txt|id,category,query~1,a,Why?~2,b,\"Why, then?\"~|id, category, query",
                "trace.csv|TIMESTAMP,ContextTokens~2023-11-16 18:15:46,5~|TIMESTAMP, ContextTokens",
            })
    void aTableOfUnknownColumnsIsRefusedWithThoseFoundAndThoseKnown(String name, String content, String found) {
        assertRefused(name, content.replace('~', '\n'))
                .hasMessageContaining("CSV without a known column in its header: " + found + ";")
                .hasMessageContaining("prompt, instruction, question")
                .hasMessageContaining("TIMESTAMP, ContextTokens, GeneratedTokens");
    }

    @Test
    void theColumnsOfATableThatWasAskedForAreNamedOnce() {
        assertRefused("p", "a,b\n1,2\n3,4\n", DatasetOptions.ofDefaults().withFormat(DatasetFormat.CSV))
                .hasMessageContaining("CSV without a known column in its header: a, b;")
                .hasMessageNotContaining("line 3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "sep=;~prompt;max_tokens~Why?;3~",
                "\"sep=;\"~prompt;max_tokens~Why?;3~",
                "SEP=,~prompt,max_tokens~Why?,3~",
                "sep=\t~prompt\tmax_tokens~Why?\t3~",
                "sep=|~prompt|max_tokens~Why?|3~",
                "sep=#~prompt#max_tokens~Why?#3~",
                "\uFEFFsep=;~prompt;max_tokens~Why?;3~",
                "prompt|max_tokens~Why?|3~",
                "id;prompt;max_tokens~7;Why?;3~"
            })
    void theLineThatNamesTheSeparatorIsHeeded(String content) {
        for (String name : List.of("prompts.csv", "prompts.txt", "prompts")) {
            Dataset dataset = read(name, content.replace("~", "\r\n"));

            assertThat(dataset.format()).isEqualTo(DatasetFormat.CSV);
            assertThat(dataset.prompts()).hasSize(1);
            assertThat(((TextPrompt) dataset.prompts().get(0)).text()).isEqualTo("Why?");
            assertThat(dataset.prompts().get(0).maxTokens()).hasValue(3);
        }
    }

    @Test
    void rowsAfterALineThatNamesTheSeparatorKeepTheirNumbers() {
        assertRefused("p.csv", "sep=;\nprompt;max_tokens\na;1\nb;NaN\n").hasMessageContaining("line 4 \"max_tokens\"");
        assertRefused("p.csv", "sep=;\nfrage;n\na;1\n").hasMessageContaining("in its header: frage, n;");
    }

    @Test
    void aTraceMayBeginWithTheLineThatNamesTheSeparator() {
        String trace = "sep=;\nTIMESTAMP;ContextTokens;GeneratedTokens\n2023-11-16 18:15:46;5;6\n";

        assertThat(read("t.csv", trace).format()).isEqualTo(DatasetFormat.AZURE_LLM);
        assertThat(read("t", trace, DatasetOptions.ofDefaults().withFormat(DatasetFormat.AZURE_LLM))
                        .prompts())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "{\"prompt\": \"a\"}~{\"prompt\": \"b\"}!JSONL",
                "[{\"prompt\": \"a\"},~ {\"prompt\": \"b\"}]!JSONL",
                "prompt,max_tokens~a,1~b,2!CSV",
                "prompt, max_tokens~a, 1~b, 2!CSV",
                "id;Question~1;a~2;b!CSV",
                "{\"conversations\": [{\"from\": \"human\", \"value\": \"a\"}, {\"from\": \"gpt\", \"value\": \"b\"}]}!SHAREGPT",
            })
    void aTextFileOfAnotherFormatIsReadAsThat(String content, DatasetFormat format) {
        assertThat(read("prompts.txt", content.replace('~', '\n')).format()).isEqualTo(format);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'prompt': 'a'}~{'prompt': 'b'}",
                "{\"prompt\": oops}~{\"prompt\": \"b\"}",
                "# my prompts~{\"prompt\": \"a\"}~{\"prompt\": \"b\"}",
                "{\"prompt\": \"a\"",
                "[\"Why?\", \"How?\"]",
            })
    void aTextFileOfMalformedJsonIsRefusedWithItsLine(String content) {
        assertRefused("prompts.txt", content.replace('~', '\n'))
                .hasMessageContaining("line 1 ")
                .hasMessageContaining("write one JSON object per line");
    }

    @ParameterizedTest
    @CsvSource({
        "prompts.yaml,yaml",
        "prompts.YML,YML",
        "prompts.parquet,parquet",
        "prompts.xlsx,xlsx",
        "data/page.html,html",
        "prompts.toml,toml",
        "prompts.jsonl.dvc,dvc"
    })
    void aNameOfAFormatThatIsNotReadIsRefused(String name, String ending) {
        assertRefused(name, "Why is the sky blue?\nAnd the sea?\n")
                .hasMessageContaining("named like a ." + ending + " file, which is not supported")
                .hasMessageContaining("datasetFormat = TEXT");
    }

    @Test
    void aListOfYamlIsRefusedWhateverItIsCalled() {
        assertRefused("prompts.txt", "- prompt: Why?\n  max_tokens: 3\n- prompt: How?\n  max_tokens: 4\n")
                .hasMessageContaining("is YAML, which is not supported");
    }

    @Test
    void aNameOfAFormatThatIsNotReadStaysOutOfWhatIsRecognised() {
        assertThat(read("prompts.yaml", "{\"prompt\": \"a\"}").format()).isEqualTo(DatasetFormat.JSONL);
        assertThat(read("prompts.xlsx", "Why?\n", DatasetOptions.ofDefaults().withFormat(DatasetFormat.TEXT))
                        .prompts())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{name}, write a poem about {topic}~{name}, tell a joke",
                "{\"a\": 1} is this valid JSON?~And this one?",
                "{\"a\": 1,} is this valid JSON?",
                "[1] Explain this citation.~[2] And this one.",
                "[INST] Why? [/INST]~[INST] How? [/INST]",
                ", and then there was silence~How does it go on?",
                "Once upon a time, there was~Why, then~Yes, sir",
                "Red, green or blue?~Tea, coffee~Cats, dogs",
                "version https://example.com/spec is what?~Why?",
                "<s>[INST] Why? [/INST]~<s>[INST] How? [/INST]",
                "<html>1</html> Explain.~<html>2</html> Explain.",
                "<context>x</context> Why?~<context>y</context> How?",
                "sep=; is what?~Why?",
                "- Why is the sky blue?~- How do tides work?",
                "Question: Why?~Question: How?",
                "PARE this text down.~Why?",
                "404: Not Found. What does it mean?~Why?",
                "\"Why?\" she asked.~\"How?\" he said.",
                "Why?",
                "Compute 1,2~Compute 3,4~Compute 5,6",
            })
    void healthyTextIsAPromptALine(String content) {
        String text = content.replace('~', '\n');
        for (String name : List.of("prompts.txt", "prompts", "prompts.md", "prompts.txt.gz")) {
            Dataset dataset = read(name, text);

            assertThat(dataset.format()).isEqualTo(DatasetFormat.TEXT);
            assertThat(dataset.prompts())
                    .extracting(prompt -> ((TextPrompt) prompt).text())
                    .containsExactlyElementsOf(text.lines().toList());
        }
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(String name, String content) {
        return assertRefused(name, content, DatasetOptions.ofDefaults());
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(String name, String content, DatasetOptions options) {
        return assertRefused(name, content.getBytes(UTF_8), options);
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(String name, byte[] content, DatasetOptions options) {
        return assertThatThrownBy(() -> read(name, content, options))
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith("dataset = \"/d/" + name + "\" ");
    }

    private static Dataset read(String name, String content) {
        return read(name, content, DatasetOptions.ofDefaults());
    }

    private static Dataset read(String name, String content, DatasetOptions options) {
        return read(name, content.getBytes(UTF_8), options);
    }

    private static Dataset read(String name, byte[] content, DatasetOptions options) {
        return DatasetReader.read(
                new DatasetSource(name, "/d/" + name, () -> new ByteArrayInputStream(content)), options);
    }
}
