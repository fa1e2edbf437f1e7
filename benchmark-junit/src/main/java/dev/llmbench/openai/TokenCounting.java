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
 * Counts with a tokenizer the tokens that servers did not count, after an answer has ended and on a thread of its own,
 * so that no socket read is delayed. Answers that wait are still in flight, so the limit on requests in flight also
 * limits memory.
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

    /** Passes the sample on, at once if the server counted everything. */
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
                whenEnded.accept(sample.toBuilder()
                        .tokens(tokens(sample.tokens(), prompt, output))
                        .build());
            });
        } catch (RejectedExecutionException closed) {
            whenEnded.accept(sample);
        }
    }

    private int ofPrompt(String text) {
        return counted(tokens -> tokens.count(text));
    }

    /** Returns the count. A failing tokenizer must not cost the sample, so it is treated as missing. */
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

    /** Counts the waiting answers and accepts no more. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
