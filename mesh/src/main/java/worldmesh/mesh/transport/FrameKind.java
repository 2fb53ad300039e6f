package worldmesh.mesh.transport;

/** The first byte of every frame inside a record: {@code docs/wire-mesh.md §Frames}. */
final class FrameKind {
    /** Nothing more in this record. */
    static final int PADDING = 0x00;

    static final int PING = 0x01;
    static final int ACK = 0x02;
    static final int PATH_CHALLENGE = 0x03;
    static final int PATH_RESPONSE = 0x04;
    static final int CLOSE = 0x05;
    static final int PATH_NEEDED = 0x06;
    static final int REST = 0x07;
    static final int STATE = 0x10;
    static final int STATE_PART = 0x11;
    static final int VOICE = 0x12;
    static final int INPUT = 0x13;
    static final int RELIABLE = 0x20;
    static final int BULK = 0x21;

    /** Behind the end of the frames, where older peers do not look. */
    static final int ARRIVED = 0x41;

    static final int RELAY_TO = 0x30;
    static final int RELAY_FROM = 0x31;
    static final int RELAY_REFUSED = 0x32;

    /** INPUT of less than 128 bytes, from version 2 on: the low bits of the kind are its length. */
    static final int SHORT_INPUT = 0x80;

    /** The longest message whose length fits into its kind. */
    static final int SHORT_BYTES_MAX = 0x7F;

    private FrameKind() {}
}
