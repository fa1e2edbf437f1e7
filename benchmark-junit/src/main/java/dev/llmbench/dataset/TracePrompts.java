package dev.llmbench.dataset;

import dev.llmbench.dataset.trace.Trace;
import dev.llmbench.dataset.trace.TraceTable;
import dev.llmbench.prompt.Prompt;
import dev.llmbench.prompt.TextPrompt;
import dev.llmbench.prompt.Tokenizer;
import java.util.AbstractList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Random;
import java.util.RandomAccess;
import java.util.StringJoiner;

/**
 * The prompts of a trace, generated on demand, since all texts together would take a gigabyte for an hour of some
 * traces. A text depends only on the seed, the tokenizer and the request's hash ids, or on the request's number if it
 * has none.
 */
final class TracePrompts extends AbstractList<Prompt> implements RandomAccess {
    /** These are about 8 MB of text. */
    private static final int KEPT_TOKENS = 1 << 20;

    private final Trace trace;
    private final TraceTable table;
    private final Tokenizer tokenizer;
    private final long seedOfBlocks;
    private final long seedOfOthers;
    private final Map<Long, String> blocks = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, String> eldest) {
            return (long) size() * table.block() > KEPT_TOKENS;
        }
    };

    TracePrompts(Trace trace, Tokenizer tokenizer, long seed) {
        this.trace = trace;
        this.table = trace.table();
        this.tokenizer = tokenizer;
        this.seedOfBlocks = SplitMix.of(seed);
        this.seedOfOthers = SplitMix.of(seedOfBlocks);
    }

    Trace trace() {
        return trace;
    }

    @Override
    public Prompt get(int request) {
        int tokens = table.inputTokens(Objects.checkIndex(request, size()));
        String text = table.hasIds(request) ? ofBlocks(request, tokens) : fitting("", tokens, ofNumber(request));
        int counted = tokenizer.isExact() ? tokenizer.count(text) : tokens;
        return new TextPrompt(
                Integer.toString(table.number(request)),
                text,
                OptionalInt.of(table.outputTokens(request)),
                OptionalInt.of(counted));
    }

    private String ofBlocks(int request, int tokens) {
        int last = table.blocks(request) - 1;
        StringJoiner whole = new StringJoiner(" ");
        for (int i = 0; i < last; i++) {
            whole.add(block(table.id(request, i)));
        }
        String beginning = whole.toString();
        long id = table.id(request, last);
        int left = tokens - last * table.block();
        whole.add(left == table.block() ? block(id) : fitting("", left, ofId(id)));
        String text = whole.toString();
        // If the vocabulary joins words across blocks, the last block compensates for it.
        return tokenizer.isExact() && tokenizer.count(text) != tokens ? fitting(beginning, tokens, ofId(id)) : text;
    }

    private synchronized String block(long id) {
        return blocks.computeIfAbsent(id, added -> fitting("", table.block(), ofId(added)));
    }

    private String fitting(String beginning, int tokens, Random random) {
        return SyntheticPrompts.fitting(beginning, tokens, random, tokenizer);
    }

    private Random ofId(long id) {
        return new Random(SplitMix.of(seedOfBlocks + id));
    }

    private Random ofNumber(int request) {
        return new Random(SplitMix.of(seedOfOthers + table.number(request)));
    }

    @Override
    public int size() {
        return table.size();
    }
}
