package dev.llmbench.engine;

import dev.llmbench.openai.Call;
import dev.llmbench.openai.PreparedRequest;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Measuring;
import dev.llmbench.plan.TwoLengths;
import dev.llmbench.prompt.Prompt;
import dev.llmbench.prompt.TextPrompt;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Pairs of 100 and 110 tokens for tests of the engine. */
final class Pairs {
    static final int SHORTER = 100;
    static final int DIFFERENCE = 10;

    private Pairs() {}

    static LoadPlan plan(Load load, boolean salted) {
        return VirtualRun.plan(load, 60_000).with(Measuring.NONE.withTwoLengths(new TwoLengths(DIFFERENCE, salted)));
    }

    /** Pairs of the prompts 1, 2, 3 and so on. */
    static Supplier<PreparedRequest> requests() {
        int[] number = {0};
        return () -> {
            Prompt prompt = new TextPrompt("" + ++number[0], "Once", OptionalInt.of(SHORTER), OptionalInt.empty());
            return PreparedRequest.pair(prompt, prompt, DIFFERENCE, VirtualRun.options());
        };
    }

    static int asked(Call call) {
        return call.request().askedTokens().orElseThrow();
    }
}
