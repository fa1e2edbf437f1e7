package dev.llmbench.run;

import dev.llmbench.dataset.Dataset;
import dev.llmbench.dataset.PromptOrder;
import dev.llmbench.openai.PreparedRequest;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.TwoLengths;
import dev.llmbench.prompt.Prompt;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Creates the pairs of requests that measure TPOT from two output lengths. */
public final class TwoLengthRequests {
    private final LoadPlan plan;
    private final TwoLengths mode;

    public TwoLengthRequests(LoadPlan plan, TwoLengths mode) {
        this.plan = plan;
        this.mode = mode;
    }

    /**
     * Requires that each prompt has an output length.
     *
     * @throws ConfigurationException if one has none
     */
    public void requireLengths(List<Prompt> prompts) {
        for (Prompt prompt : prompts) {
            if (PreparedRequest.askedTokens(prompt, plan.request()).isEmpty()) {
                throw mode.missingLength(prompt.id());
            }
        }
    }

    public PreparedRequest of(Prompt prompt) {
        return of(prompt, prompt);
    }

    private PreparedRequest of(Prompt prompt, Prompt again) {
        return PreparedRequest.pair(prompt, again, mode.difference(), plan.request());
    }

    /** Returns an endless supply of pairs from a salted dataset, in which each request begins with unique words. */
    public Supplier<PreparedRequest> salted(Dataset dataset) {
        PromptOrder order = new PromptOrder(
                with(dataset, dataset.prompts(), false), plan.load().seed());
        SplittableRandom seeds = new SplittableRandom(plan.load().seed());
        return () -> {
            // An order over one prompt returns it repeatedly, each time with another salt from its seed.
            PromptOrder twice = new PromptOrder(with(dataset, List.of(order.next()), true), seeds.nextLong());
            return of(twice.next(), twice.next());
        };
    }

    private static Dataset with(Dataset dataset, List<Prompt> prompts, boolean salted) {
        return new Dataset(dataset.name(), dataset.location(), dataset.format(), prompts, dataset.notes(), salted);
    }
}
