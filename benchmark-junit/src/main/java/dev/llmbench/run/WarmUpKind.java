package dev.llmbench.run;

import dev.llmbench.plan.HttpVersion;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.PromptType;
import java.util.EnumSet;
import java.util.Set;

/** A feature that a plan may need and whose code is slow until it has run often enough. */
public enum WarmUpKind {
    /** Schedule, transport, event streams, statistics and CSV, which every plan needs. */
    BASE("HTTP/1.1"),
    /** The same with Apache HttpClient. */
    PROXY("HTTP/1.1 through a proxy"),
    TLS("TLS"),
    HTTP_2("HTTP/2"),
    RESPONSES("Responses API"),
    EMBEDDINGS("embeddings"),
    OWN_API("a custom API"),
    WHOLE_ANSWERS("responses without streaming"),
    CONVERSATIONS("conversations"),
    TWO_LENGTHS("TPOT from two lengths");

    private final String shown;

    WarmUpKind(String shown) {
        this.shown = shown;
    }

    static Set<WarmUpKind> of(LoadPlan plan) {
        PromptType type = plan.request().promptType();
        boolean http2 = plan.target().httpVersion() == HttpVersion.HTTP_2;
        Set<WarmUpKind> kinds = EnumSet.of(http2 || plan.target().usesEventLoops() ? BASE : PROXY);
        add(kinds, TLS, plan.target().endpoint().getScheme().equals("https"));
        add(kinds, HTTP_2, http2);
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
