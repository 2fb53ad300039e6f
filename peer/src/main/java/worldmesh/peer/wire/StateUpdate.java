package worldmesh.peer.wire;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.sector.SectorId;

/**
 * Motion of the sender's own entities in one sector, as differences.
 *
 * @param component the component
 * @param number counts the updates of the component over this link, from 1
 * @param clock world time of the values: the low 32 bits of its milliseconds
 * @param bits the cells, docs/wire-session.md "States"
 */
@SuppressWarnings("ArrayRecordComponent") // a message is written or read once
public record StateUpdate(int component, long number, int clock, SectorId sector, byte[] bits) implements Message {
    /** The most that cells take. */
    public static final int BITS_BYTES_MAX = 16_384;

    @Override
    public MessageKind kind() {
        return MessageKind.STATE_UPDATE;
    }

    @Override
    public void write(ByteWriter out) {
        out.i32(component).varint(number).i32(clock);
        sector.encode(out);
        out.block(bits);
    }

    /** The moment nearest to {@code nearMillis} that the clock says. */
    public long worldMillis(long nearMillis) {
        return nearMillis + (clock - (int) nearMillis);
    }

    static StateUpdate read(ByteReader in) {
        return new StateUpdate(in.i32(), in.varint(), in.i32(), SectorId.decode(in), in.block(BITS_BYTES_MAX));
    }
}
