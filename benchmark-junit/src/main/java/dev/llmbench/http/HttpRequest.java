package dev.llmbench.http;

/**
 * A request to send.
 *
 * @param head the part of its head that it has in common with other requests
 * @param id its {@code x-request-id}
 * @param body the body; must not be modified
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and copying each body would be wasteful.
public record HttpRequest(HttpHead head, String id, byte[] body) {
    byte[] http1() {
        return head.http1(id, body.length);
    }
}
