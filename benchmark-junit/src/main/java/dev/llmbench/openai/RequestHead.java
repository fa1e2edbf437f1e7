package dev.llmbench.openai;

import dev.llmbench.plan.Secret;
import dev.llmbench.plan.Target;
import java.net.URI;
import java.util.Set;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.net.URIAuthority;

/** What all requests of a run have in common on the wire. */
final class RequestHead {
    private static final String JSON = ContentType.APPLICATION_JSON.getMimeType();

    private final Target target;
    private final HttpHost host;
    private final URIAuthority authority;
    private final String path;
    private final String accept;

    RequestHead(Target target, boolean streaming) {
        this.target = target;
        URI uri = target.endpoint();
        int port = uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
        String name = uri.getHost().replaceAll("^\\[|]$", "");
        this.host = new HttpHost(uri.getScheme(), name, port);
        this.authority = new URIAuthority(name, uri.getPort());
        String rawPath = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        this.path = uri.getRawQuery() == null ? rawPath : rawPath + "?" + uri.getRawQuery();
        this.accept = streaming ? "text/event-stream" : JSON;
    }

    HttpHost host() {
        return host;
    }

    HttpContext context() {
        return HttpCoreContext.create();
    }

    HttpRequest request(String id) {
        BasicHttpRequest request = new BasicHttpRequest("POST", host.getSchemeName(), authority, path);
        request.addHeader("x-request-id", id);
        request.addHeader(HttpHeaders.ACCEPT, accept);
        target.apiKey().ifPresent(key -> request.addHeader(HttpHeaders.AUTHORIZATION, "Bearer " + key.reveal()));
        for (var header : target.headers().entrySet()) {
            Secret value = header.getValue();
            request.setHeader(header.getKey(), value.reveal());
        }
        return request;
    }

    EntityDetails entity(int length) {
        return new JsonBody(length);
    }

    String masked(String text) {
        return ErrorText.cut(target.masked(text));
    }

    private record JsonBody(long length) implements EntityDetails {
        @Override
        public long getContentLength() {
            return length;
        }

        @Override
        public String getContentType() {
            return JSON;
        }

        @Override
        public @org.jspecify.annotations.Nullable String getContentEncoding() {
            return null;
        }

        @Override
        public boolean isChunked() {
            return false;
        }

        @Override
        public Set<String> getTrailerNames() {
            return Set.of();
        }
    }
}
