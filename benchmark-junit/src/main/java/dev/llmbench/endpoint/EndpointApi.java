package dev.llmbench.endpoint;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An API other than OpenAI's: builds requests and reads the events of answers.
 * An answer may be a stream of server-sent events, a stream of lines of JSON, or one body, depending on its content type.
 * One object serves all requests of a run from several threads, so implementations must be stateless.
 *
 * <pre>{@code
 * import com.fasterxml.jackson.databind.JsonNode;
 * import com.fasterxml.jackson.databind.node.JsonNodeFactory;
 * import dev.llmbench.endpoint.ApiAnswer;
 * import dev.llmbench.endpoint.ApiEvent;
 * import dev.llmbench.endpoint.ApiRequest;
 * import dev.llmbench.endpoint.EndpointApi;
 *
 * public final class AskApi implements EndpointApi {
 *     @Override
 *     public JsonNode request(ApiRequest request) {
 *         return JsonNodeFactory.instance.objectNode().put("question", request.text());
 *     }
 *
 *     @Override
 *     public void read(ApiEvent event, ApiAnswer answer) {
 *         answer.output(event.json().path("answer").asText());
 *     }
 * }
 * }</pre>
 *
 * <p>Regardless of the implementation, an {@code event: error} in a stream and an error status are errors, and {@code data: [DONE]}
 * ends a stream. An exception thrown by {@link #read} ends the request with an error: {@link UnexpectedEventException} as
 * {@code malformed}, any other as {@code client}.
 */
public interface EndpointApi {

    /**
     * Returns the body of the request for a prompt. It is called before the load starts if the prompts are known by then, so that it
     * takes no time during the load. Fields of the attribute {@code requestBody} and of the dataset's line are applied on top.
     *
     * @return an object; any other value, or an exception, fails the test before anything is sent
     */
    JsonNode request(ApiRequest request);

    /**
     * Reads one event: each event of a stream except {@code [DONE]}, or the whole body of an answer that is not streamed.
     * It is called by the threads that read from sockets, and its time is part of the client's own time for a token, so it must
     * not block or log.
     */
    void read(ApiEvent event, ApiAnswer answer);

    /**
     * Returns whether a stream announces its end, by {@link ApiAnswer#finished} or {@code [DONE]}. If so, a stream that
     * ends without it is {@code truncated}. The default is true. Otherwise, a stream that a proxy cut off cleanly
     * cannot be distinguished from a complete one.
     */
    default boolean saysWhenFinished() {
        return true;
    }

    /** Returns the name in reports, by default the name of the class. */
    default String name() {
        return getClass().getName();
    }
}
