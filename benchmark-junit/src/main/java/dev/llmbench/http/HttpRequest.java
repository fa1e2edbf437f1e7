package dev.llmbench.http;

/**
 * A request to send.
 *
 * @param head what it has in common with others
 * @param id its {@code x-request-id}
 * @param body the body; must not be modified
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and a copy of each body would be waste.
public record HttpRequest(HttpHead head, String id, byte[] body) {
    byte[] http1() {
        return head.http1(id, body.length);
    }
}
