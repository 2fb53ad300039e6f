package worldmesh.mesh.wire;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/** The name of a ticket: 16 bytes that tell nothing of its secret. */
public record TicketId(long first, long second) {
    /** The size on the wire. */
    public static final int BYTES = 16;

    /** Reads an id. */
    public static TicketId read(ByteReader in) {
        return new TicketId(in.i64(), in.i64());
    }

    /** Writes the id. */
    public void write(ByteWriter out) {
        out.i64(first).i64(second);
    }
}
