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

/** Creates the pairs of requests that measure TPOT from two output lengths. */
final class TwoLengthRequests {
    private final LoadPlan plan;
    private final TwoLengths mode;

    TwoLengthRequests(LoadPlan plan, TwoLengths mode) {
        this.plan = plan;
        this.mode = mode;
    }

    /**
     * Requires that each prompt has an output length.
     *
     * @throws ConfigurationException if one has none
     */
    void requireLengths(List<Prompt> prompts) {
        for (Prompt prompt : prompts) {
            if (PreparedRequest.askedTokens(prompt, plan.request()).isEmpty()) {
                throw mode.missingLength(prompt.id());
            }
        }
    }

    PreparedRequest of(Prompt prompt) {
        return of(prompt, prompt);
    }

    private PreparedRequest of(Prompt prompt, Prompt again) {
        return PreparedRequest.pair(prompt, again, mode.difference(), plan.request());
    }

    /** Returns an endless supply of pairs from a salted dataset, in which each request begins with unique words. */
    RequestOrder.Order salted(Dataset dataset) {
        PromptOrder order = new PromptOrder(
                with(dataset, dataset.prompts(), false), plan.load().seed());
        SplittableRandom seeds = new SplittableRandom(plan.load().seed());
        return new RequestOrder.Order() {
            @Override
            public PreparedRequest next() {
                // An order over one prompt returns it repeatedly, each time with another salt from its seed.
                PromptOrder twice = new PromptOrder(with(dataset, List.of(order.next()), true), seeds.nextLong());
                return of(twice.next(), twice.next());
            }

            @Override
            public void skip() {
                order.skip();
                seeds.nextLong();
            }
        };
    }

    private static Dataset with(Dataset dataset, List<Prompt> prompts, boolean salted) {
        return new Dataset(dataset.name(), dataset.location(), dataset.format(), prompts, dataset.notes(), salted);
    }
}
