package dev.llmbench.http.h2;

import java.nio.ByteBuffer;

/** Writes frames of any kind, such as a server sends or never should. */
public final class RawFrame {
    private RawFrame() {}

    public static byte[] of(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .putShort((short) (payload.length >> 8))
                .put((byte) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }
}
