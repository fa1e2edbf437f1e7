package dev.llmbench.dataset;

import dev.llmbench.dataset.record.BadLines;
import dev.llmbench.dataset.record.CsvRows;
import dev.llmbench.dataset.record.Gunzip;
import dev.llmbench.dataset.record.JsonArray;
import dev.llmbench.dataset.record.Lines;
import dev.llmbench.dataset.record.Records;
import dev.llmbench.plan.DatasetException;
import dev.llmbench.prompt.Conversation;
import dev.llmbench.prompt.Prompt;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Optional;

/** Reads a dataset record by record and reports all bad records at once. */
final class DatasetReader {
    private final DatasetSource source;
    private final DatasetOptions options;
    private final BadLines badLines = new BadLines();
    private final PromptRules rules = new PromptRules();
    private final PromptStore store;
    private int mostTurns = 1;

    private DatasetReader(DatasetSource source, DatasetOptions options, long memory) {
        this.store = new PromptStore(memory);
        this.source = source;
        this.options = options;
    }

    /**
     * Reads a whole dataset.
     *
     * @throws DatasetException if it can't be read, or has bad records or no prompt
     */
    static Dataset read(DatasetSource source, DatasetOptions options) {
        return read(source, options, PromptStore.USUAL_MEMORY);
    }

    /** Reads a dataset with another limit on the memory for prompts. If they need more, they are written to a file. */
    static Dataset read(DatasetSource source, DatasetOptions options, long memory) {
        return new DatasetReader(source, options, memory).read();
    }

    private Dataset read() {
        try (BufferedInputStream content = Gunzip.ifPacked(source.content().open())) {
            FormatGuess guess = FormatGuess.of(source.location(), content, options.format());
            options.requireTimesAsNumbers(source.location(), guess.format());
            if (guess.format().isTrace()) {
                requireTurns();
                return new TraceReader(source, options, guess).read(content);
            }
            RecordMapper mapper = new RecordMapper(guess.format(), options);
            try (Records records = records(guess, content)) {
                readAll(records, mapper);
            }
            badLines.throwIfAny(source.location());
            requireTurns();
            return new Dataset(
                    source.name(),
                    source.location(),
                    guess.format(),
                    store.prompts(),
                    mapper.notes(),
                    options.salted());
        } catch (IOException e) {
            throw new DatasetException("dataset = \"" + source.location() + "\" can't be read: " + reason(e), e);
        }
    }

    private static String reason(IOException e) {
        if (e instanceof Gunzip.Refused) {
            return String.valueOf(e.getMessage());
        }
        if (e instanceof AccessDeniedException) {
            return "permission is denied; grant read access to the user that runs the test";
        }
        return e + "; check that it is a readable file";
    }

    static Records records(FormatGuess guess, BufferedInputStream content) throws IOException {
        return switch (guess.format()) {
            case CSV, AZURE_LLM, BURSTGPT -> new CsvRows(content, guess.separator(), guess.skipped());
            case TEXT -> Lines.ofText(content);
            default -> guess.isArray() ? new JsonArray(content) : Lines.ofJson(content);
        };
    }

    private void readAll(Records records, RecordMapper mapper) throws IOException {
        while (records.advance()) {
            read(records, mapper).ifPresent(this::keep);
        }
    }

    private Optional<Prompt> read(Records records, RecordMapper mapper) throws IOException {
        try {
            Optional<PromptLine> line = mapper.map(records.number(), records.content());
            if (line.isPresent()) {
                rules.require(records.place(), line.get());
            }
            return line.map(PromptLine::prompt);
        } catch (DatasetException e) {
            badLines.add(records.place(), e);
            return Optional.empty();
        }
    }

    /** A failure here is not the fault of the dataset. */
    private void keep(Prompt prompt) {
        store.add(prompt);
        mostTurns = Math.max(mostTurns, turns(prompt));
    }

    private static int turns(Prompt prompt) {
        return prompt instanceof Conversation conversation
                ? conversation.turns().size()
                : 1;
    }

    private void requireTurns() {
        if (options.conversations() && mostTurns == 1) {
            throw new DatasetException("dataset = \"" + source.location()
                    + "\" has no conversation of more than one turn, but conversations = true sends them turn by turn;"
                    + " remove that attribute, or give records several turns, such as " + PromptLine.EXAMPLE_OF_TURNS);
        }
    }
}
