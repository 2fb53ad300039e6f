package worldmesh.world.command;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.trust.WireIds;

/** Names a command for ever, so that a retry is recognised: the player, its session and a counter in the session. */
public record CommandId(PeerId player, long session, long sequence) implements Comparable<CommandId> {
    /** Writes player, session and sequence. */
    public void encode(ByteWriter out) {
        out.bytes(player.bytes()).i64(session).varint(sequence);
    }

    /** Reads what {@link #encode} wrote. */
    public static CommandId decode(ByteReader in) {
        PeerId player = WireIds.peer(in);
        long session = in.i64();
        return new CommandId(player, session, in.varint());
    }

    @Override
    public int compareTo(CommandId other) {
        int order = player.compareTo(other.player);
        if (order == 0) {
            order = Long.compareUnsigned(session, other.session);
        }
        return order == 0 ? Long.compareUnsigned(sequence, other.sequence) : order;
    }

    @Override
    public String toString() {
        return player.brief() + "/" + Long.toHexString(session) + "/" + sequence;
    }
}
