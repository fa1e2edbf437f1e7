package dev.llmbench.openai;

import static dev.llmbench.sample.Tokens.UNKNOWN;

import dev.llmbench.prompt.Tokenizer;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.TokenSource;
import dev.llmbench.sample.Tokens;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * Counts by a tokenizer what servers did not count, when an answer has ended, on a thread of its own: no socket is read
 * later because of it. What waits to be counted is in flight until then, so the bound on that bounds the memory too.
 */
final class TokenCounting implements AutoCloseable {
    private final Tokenizer tokenizer;
    private final ExecutorService thread;

    TokenCounting(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread made = new Thread(task, "llm-load-tokenizer");
            made.setDaemon(true);
            return made;
        });
    }

    /** Hands the sample on, at once where the server counted everything. */
    void complete(RequestSample sample, Answer answer, PreparedRequest request, Consumer<RequestSample> whenEnded) {
        CountedOutput counted = answer.counted();
        boolean promptMissing = answer.promptTokens(counted) == UNKNOWN;
        boolean outputMissing = counted.output() == UNKNOWN;
        if (!(answer.output instanceof OutputText text) || !(promptMissing || outputMissing)) {
            whenEnded.accept(sample);
            return;
        }
        try {
            thread.execute(() -> {
                int prompt = promptMissing ? request.promptTokens(this::ofPrompt) : UNKNOWN;
                int output = outputMissing ? counted(text::tokens) : UNKNOWN;
                whenEnded.accept(sample.counted(tokens(sample.tokens(), prompt, output)));
            });
        } catch (RejectedExecutionException closed) {
            whenEnded.accept(sample);
        }
    }

    private int ofPrompt(String text) {
        return counted(tokens -> tokens.count(text));
    }

    /** A tokenizer that breaks must not cost the sample: it is then as if there were none. */
    private int counted(ToIntFunction<Tokenizer> count) {
        try {
            return Math.max(UNKNOWN, count.applyAsInt(tokenizer));
        } catch (RuntimeException | StackOverflowError e) {
            return UNKNOWN;
        }
    }

    private static Tokens tokens(Tokens known, int prompt, int output) {
        boolean counted = output != UNKNOWN;
        return new Tokens(
                prompt == UNKNOWN ? known.prompt() : prompt,
                known.cachedPrompt(),
                counted ? output : known.output(),
                known.hiddenReasoning(),
                counted ? TokenSource.TOKENIZER : known.source(),
                known.chunks());
    }

    /** Counts what waits, and no more than that. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
