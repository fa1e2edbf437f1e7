package dev.llmbench;

import dev.llmbench.dataset.Dataset;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.PromptType;
import dev.llmbench.plan.Secrets;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * An endpoint's URL as the user wrote it, from which the prompt type is inferred, and which gets a default path if it has
 * none.
 */
record EndpointUrl(URI given) {

    static EndpointUrl parse(String attribute, String url) {
        try {
            return new EndpointUrl(new URI(url));
        } catch (URISyntaxException e) {
            throw ConfigurationException.of(
                    attribute,
                    Secrets.shownUrl(url),
                    "this is not a URL (" + e.getReason() + ")",
                    "Write for example http://localhost:8000/v1/chat/completions");
        }
    }

    /** Infers the prompt type from the path, otherwise from the dataset. */
    PromptType promptType(Dataset dataset) {
        String path = given.getPath();
        if (path.endsWith("/chat/completions")) {
            return PromptType.CHAT;
        }
        if (path.endsWith("/completions")) {
            return PromptType.FULL;
        }
        if (path.endsWith("/responses")) {
            return PromptType.RESPONSES;
        }
        if (path.endsWith("/embeddings")) {
            return PromptType.EMBEDDINGS;
        }
        return dataset.isChat() ? PromptType.CHAT : PromptType.FULL;
    }

    /** Returns the URL, with the default path of the prompt type if it has no path. */
    URI withPathFor(PromptType type) {
        boolean isWithout = (given.getPath().isEmpty() || given.getPath().equals("/")) && given.getQuery() == null;
        return isWithout ? given.resolve(defaultPath(type)) : given;
    }

    private static String defaultPath(PromptType type) {
        return switch (type) {
            case CHAT -> "/v1/chat/completions";
            case FULL -> "/v1/completions";
            case RESPONSES -> "/v1/responses";
            case EMBEDDINGS -> "/v1/embeddings";
            case OWN -> "/";
        };
    }
}
