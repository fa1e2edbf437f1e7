package dev.llmbench.http.h2;

/** Why a stream or a connection is ended: the codes of RFC 9113, section 7. */
public enum ErrorCode {
    NO_ERROR(0),
    PROTOCOL_ERROR(1),
    INTERNAL_ERROR(2),
    FLOW_CONTROL_ERROR(3),
    SETTINGS_TIMEOUT(4),
    STREAM_CLOSED(5),
    FRAME_SIZE_ERROR(6),
    REFUSED_STREAM(7),
    CANCEL(8),
    COMPRESSION_ERROR(9),
    CONNECT_ERROR(10),
    ENHANCE_YOUR_CALM(11),
    INADEQUATE_SECURITY(12),
    HTTP_1_1_REQUIRED(13);

    private final int code;

    ErrorCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** The name of a code as it came; the number of one that nobody knows. */
    public static String name(int code) {
        for (ErrorCode known : values()) {
            if (known.code == code) {
                return known.name();
            }
        }
        return "error " + Integer.toUnsignedString(code);
    }
}
