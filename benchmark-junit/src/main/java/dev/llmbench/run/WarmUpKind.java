package dev.llmbench.run;

import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.PromptType;
import java.util.EnumSet;
import java.util.Set;

/** What a plan may need that has code of its own, and is slow until that code was run often enough. */
public enum WarmUpKind {
    /** Schedule, transport, streams of events, statistics and CSV: what every plan needs. */
    BASE("HTTP/1.1"),
    TLS("TLS"),
    /** Apache HttpClient, by the version that most of it is used for. */
    HTTP_2("HTTP/2"),
    RESPONSES("Responses API"),
    EMBEDDINGS("embeddings"),
    OWN_API("an API of the test's own"),
    WHOLE_ANSWERS("answers that are no streams"),
    CONVERSATIONS("conversations"),
    TWO_LENGTHS("TPOT by two lengths");

    private final String shown;

    WarmUpKind(String shown) {
        this.shown = shown;
    }

    static Set<WarmUpKind> of(LoadPlan plan) {
        PromptType type = plan.request().promptType();
        Set<WarmUpKind> kinds = EnumSet.of(BASE);
        add(kinds, TLS, plan.target().endpoint().getScheme().equals("https"));
        add(kinds, HTTP_2, !plan.target().isForEventLoops());
        add(kinds, RESPONSES, type == PromptType.RESPONSES);
        add(kinds, EMBEDDINGS, type == PromptType.EMBEDDINGS);
        add(kinds, OWN_API, type == PromptType.OWN);
        add(kinds, WHOLE_ANSWERS, !plan.request().streaming() && type != PromptType.EMBEDDINGS);
        add(kinds, CONVERSATIONS, plan.runsConversations());
        add(kinds, TWO_LENGTHS, plan.twoLengths().isPresent());
        return kinds;
    }

    private static void add(Set<WarmUpKind> kinds, WarmUpKind kind, boolean needed) {
        if (needed) {
            kinds.add(kind);
        }
    }

    String shown() {
        return shown;
    }
}
