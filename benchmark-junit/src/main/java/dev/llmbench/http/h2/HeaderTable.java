package dev.llmbench.http.h2;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** The fields that a header block can name by number: those that RFC 7541 lists, and those that came lately. */
final class HeaderTable {
    /** The size with which a connection begins, and which this side never changes. */
    static final int LARGEST = 4096;

    private static final int OVERHEAD = 32;

    /** Appendix A, from number 1 on. */
    private static final String LISTED = """
            :authority
            :method: GET
            :method: POST
            :path: /
            :path: /index.html
            :scheme: http
            :scheme: https
            :status: 200
            :status: 204
            :status: 206
            :status: 304
            :status: 400
            :status: 404
            :status: 500
            accept-charset
            accept-encoding: gzip, deflate
            accept-language
            accept-ranges
            accept
            access-control-allow-origin
            age
            allow
            authorization
            cache-control
            content-disposition
            content-encoding
            content-language
            content-length
            content-location
            content-range
            content-type
            cookie
            date
            etag
            expect
            expires
            from
            host
            if-match
            if-modified-since
            if-none-match
            if-range
            if-unmodified-since
            last-modified
            link
            location
            max-forwards
            proxy-authenticate
            proxy-authorization
            range
            referer
            refresh
            retry-after
            server
            set-cookie
            strict-transport-security
            transfer-encoding
            user-agent
            vary
            via
            www-authenticate
            """;

    private static final Field[] STATIC = LISTED.lines().map(HeaderTable::field).toArray(Field[]::new);

    /** One header field. */
    record Field(String name, String value) {
        int size() {
            return OVERHEAD + name.length() + value.length();
        }
    }

    /** The one that came last first. */
    private final Deque<Field> lately = new ArrayDeque<>();

    private int size;
    private int limit = LARGEST;

    private static Field field(String line) {
        int colon = line.indexOf(": ");
        return colon < 0 ? new Field(line, "") : new Field(line.substring(0, colon), line.substring(colon + 2));
    }

    /**
     * The field with that number.
     *
     * @throws ProtocolViolation if there is none
     */
    Field get(int number) throws ProtocolViolation {
        if (number >= 1 && number <= STATIC.length) {
            return STATIC[number - 1];
        }
        int index = number - STATIC.length - 1;
        if (index < 0 || index >= lately.size()) {
            throw new ProtocolViolation(ErrorCode.COMPRESSION_ERROR, "a header field has the unknown number " + number);
        }
        Iterator<Field> fields = lately.iterator();
        for (int i = 0; i < index; i++) {
            fields.next();
        }
        return fields.next();
    }

    void add(Field field) {
        size += field.size();
        lately.addFirst(field);
        shrink();
    }

    /** Sets how large it may be: the lengths of all names and values, and 32 for each field. */
    void limit(int most) throws ProtocolViolation {
        if (most > LARGEST) {
            throw new ProtocolViolation(
                    ErrorCode.COMPRESSION_ERROR, "the table of header fields is to exceed its limit");
        }
        limit = most;
        shrink();
    }

    private void shrink() {
        while (size > limit) {
            size -= lately.removeLast().size();
        }
    }
}
