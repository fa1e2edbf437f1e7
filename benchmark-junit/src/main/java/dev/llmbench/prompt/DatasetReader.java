package dev.llmbench.prompt;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a dataset line by line and reports all bad lines together. */
final class DatasetReader {
    static final int MAX_LINE_BYTES = 16 << 20;

    private final BadLines badLines = new BadLines();
    private final List<Prompt> prompts = new ArrayList<>();
    private final Map<String, OwnerOfId> idOwners = new HashMap<>();
    private @Nullable KindOfFile kind;
    private boolean mixed;

    private DatasetReader() {}

    private record OwnerOfId(int line, boolean explicit) {}

    private record KindOfFile(int line, Class<? extends Prompt> type) {}

    /**
     * Reads all of a dataset.
     *
     * @throws DatasetException if it can't be read, has bad lines or no prompt
     */
    static Dataset read(DatasetSource source) {
        DatasetReader reader = new DatasetReader();
        reader.readLines(source);
        reader.badLines.throwIfAny(source.location());
        return new Dataset(source.name(), source.location(), reader.prompts);
    }

    private void readLines(DatasetSource source) {
        try (LineReader lines = new LineReader(source.content().open(), MAX_LINE_BYTES)) {
            while (lines.advance()) {
                readLine(lines);
            }
        } catch (IOException e) {
            throw new DatasetException(
                    "dataset = \"" + source.location() + "\" can't be read: " + e
                            + "; check that it is a file that you may read",
                    e);
        }
    }

    private void readLine(LineReader lines) {
        try {
            String text = lines.text();
            if (!text.isBlank()) {
                add(lines.number(), PromptLine.parse(lines.number(), text));
            }
        } catch (DatasetException e) {
            badLines.add(lines.number(), e);
        }
    }

    private void add(int number, PromptLine line) {
        requireOwnId(number, line);
        requireSameKind(number, line.prompt());
        prompts.add(line.prompt());
    }

    private void requireOwnId(int number, PromptLine line) {
        String id = line.prompt().id();
        OwnerOfId earlier = idOwners.putIfAbsent(id, new OwnerOfId(number, line.hasOwnId()));
        if (earlier == null) {
            return;
        }
        if (line.hasOwnId() && earlier.explicit()) {
            throw new DatasetException("has the \"id\" \"" + id + "\" of line " + earlier.line()
                    + " again; give each line an id of its own");
        }
        throw new DatasetException("can't be told from line " + earlier.line() + ": the number of one is the \"id\" \""
                + id + "\" of the other; give each line an id of its own, or none an id");
    }

    private void requireSameKind(int number, Prompt prompt) {
        KindOfFile first = kind;
        if (first == null) {
            kind = new KindOfFile(number, prompt.getClass());
        } else if (first.type() != prompt.getClass() && !mixed) {
            // Once is enough: every further line of that kind would say the same.
            mixed = true;
            throw new DatasetException("has " + fieldOf(prompt.getClass()) + ", but line " + first.line() + " has "
                    + fieldOf(first.type()) + "; put texts and conversations into two files");
        }
    }

    private static String fieldOf(Class<? extends Prompt> type) {
        return type == ChatPrompt.class ? "\"messages\"" : "\"prompt\"";
    }
}
