package dev.llmbench.dataset;

import dev.llmbench.plan.DatasetException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rejects files that are not datasets, whatever format was requested: pointers to files, compressed and binary files,
 * and web pages.
 */
final class ForeignContent {
    static final String CONVERT = "convert it to JSON lines, such as " + PromptLine.EXAMPLE;
    private static final String FETCH = "fetch the file itself, or correct its address";

    /**
     * A kind of file that is not a dataset.
     *
     * @param beginning matches its first bytes, read as ISO 8859-1
     */
    private record Kind(Pattern beginning, String words, String remedy) {
        static Kind of(String beginning, String words, String remedy) {
            return new Kind(Pattern.compile(beginning, Pattern.DOTALL), words, remedy);
        }
    }

    private static final List<Kind> KINDS = List.of(
            Kind.of(
                    "version https://(git-lfs|hawser)\\.github\\.com/spec/",
                    "a Git LFS pointer, which stands for a file that was not fetched",
                    "run git lfs pull, or in CI check it out with LFS (lfs: true of actions/checkout)"),
            Kind.of(
                    "(\\S*/)?\\.git/annex/objects/|/annex/objects/",
                    "a git-annex pointer, which stands for a file that was not fetched",
                    "run git annex get"),
            Kind.of(
                    "PK\\x03\\x04.*(xl/|\\[Content_Types\\])",
                    "an Office file, such as an Excel workbook",
                    "save it as CSV in UTF-8"),
            Kind.of("PK[\\x03\\x05]", "a ZIP archive", "unpack it; only gzip can be read compressed"),
            Kind.of("\\xD0\\xCF\\x11\\xE0", "an old Office file, such as an Excel workbook", "save it as CSV in UTF-8"),
            Kind.of("PAR1", "a Parquet file", CONVERT),
            Kind.of("ARROW1\\x00|\\xFF{4}", "an Arrow file", CONVERT),
            Kind.of("Obj\\x01", "an Avro file", CONVERT),
            Kind.of("SQLite format 3\\x00", "an SQLite database", CONVERT),
            Kind.of("%PDF-", "a PDF file", CONVERT),
            Kind.of("\\{\\\\rtf", "an RTF file", "save it as plain text in UTF-8"),
            Kind.of(
                    "BZh[1-9]1AY&SY|\\xFD7zXZ|7z\\xBC\\xAF|Rar!\\x1A|\\x28\\xB5\\x2F\\xFD|\\x04\\x22\\x4D\\x18",
                    "compressed with bzip2, xz, 7-Zip, RAR, Zstandard or LZ4",
                    "unpack it, or compress it with gzip"),
            Kind.of("\\x1F\\x8B", "compressed with gzip twice", "unpack it once"),
            Kind.of(".{257}ustar", "a tar archive", "unpack it"),
            Kind.of(
                    "\\xFF\\xFE|\\xFE\\xFF|[^\\x00]\\x00[^\\x00]\\x00|\\x00[^\\x00]\\x00[^\\x00]|\\x00\\x00\\xFE\\xFF",
                    "written in UTF-16 or UTF-32",
                    "save it in UTF-8"),
            Kind.of("[^\\x00]*+\\x00", "a binary file", CONVERT),
            Kind.of(
                    "(?i)(\\d{3}:? )?(not found|entry not found|forbidden|unauthorized|access denied)\\.?\\s*$",
                    "the text of an error that was saved instead of the file", FETCH));

    /** A document begins like this only once; among lines of text, each may. */
    private static final Pattern MARKUP =
            Pattern.compile("^(?:<!--.*?-->\\s*)*(<(?:!doctype\\s+html|html|head|body|\\?xml)\\b)", Pattern.DOTALL);

    private ForeignContent() {}

    /**
     * Checks a file's first bytes.
     *
     * @throws DatasetException if they do not belong to a dataset; the message says what they are
     */
    static void refuse(String location, byte[] head) {
        String bytes = new String(head, StandardCharsets.ISO_8859_1);
        for (Kind kind : KINDS) {
            if (kind.beginning().matcher(bytes).lookingAt()) {
                throw refused(location, kind.words(), kind.remedy());
            }
        }
        if (isMarkup(bytes.replaceFirst("^\u00EF\u00BB\u00BF", "").strip().toLowerCase(Locale.ROOT))) {
            throw refused(
                    location,
                    "an HTML or XML page, such as a login or error page, that was saved instead of the file",
                    FETCH);
        }
    }

    private static boolean isMarkup(String text) {
        Matcher beginning = MARKUP.matcher(text);
        return beginning.lookingAt()
                && text.contains("</")
                && text.lines()
                                .filter(line -> line.startsWith(beginning.group(1)))
                                .count()
                        <= 1;
    }

    static DatasetException refused(String location, String words, String remedy) {
        return new DatasetException("dataset = \"" + location + "\" is " + words + "; " + remedy);
    }
}
