package worldmesh.mesh.transport;

/** A frame of the link itself, sent in a record of its own. */
public record ControlFrame(int kind, long value, int valueBytes) {
    /** Asks to be answered from the address this is sent to. */
    public static ControlFrame pathChallenge(long token) {
        return new ControlFrame(FrameKind.PATH_CHALLENGE, token, Long.BYTES);
    }

    /** The same, and says that nothing is heard from the other side on the way there was. */
    public static ControlFrame pathNeeded(long token) {
        return new ControlFrame(FrameKind.PATH_NEEDED, token, Long.BYTES);
    }

    /** The answer to a challenge. */
    public static ControlFrame pathResponse(long token) {
        return new ControlFrame(FrameKind.PATH_RESPONSE, token, Long.BYTES);
    }

    /** Ends the link. */
    public static ControlFrame close(int reason) {
        return new ControlFrame(FrameKind.CLOSE, reason, 1);
    }

    /** True if {@code kind} begins a frame that ends the link. */
    public static boolean isClose(byte kind) {
        return kind == FrameKind.CLOSE;
    }
}
