package worldmesh.world.entity;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * Names an entity for ever: the replica that created it and that replica's counter. The two low bits of the counter
 * carry the entity's {@link Trust}, so that who may delete or move it is known from the id alone, whatever arrived so
 * far. Replica 0 is reserved for placeholders inside one decision.
 */
public record EntityId(long replica, long counter) implements Comparable<EntityId> {
    /** The id with this serial number and class of trust. */
    public static EntityId of(long replica, long serial, Trust trust) {
        return new EntityId(replica, (serial << 2) | trust.code());
    }

    /** Who may delete and move the entity. */
    public Trust trust() {
        return Trust.ofCode((int) (counter & 3));
    }

    /** Writes the replica in full and the counter as a varint. */
    public void encode(ByteWriter out) {
        out.i64(replica).varint(counter);
    }

    /** Reads what {@link #encode} wrote. */
    public static EntityId decode(ByteReader in) {
        long replica = in.i64();
        return new EntityId(replica, in.varint());
    }

    /** Orders by replica, then counter, both unsigned. */
    @Override
    public int compareTo(EntityId other) {
        int byReplica = Long.compareUnsigned(replica, other.replica);
        return byReplica != 0 ? byReplica : Long.compareUnsigned(counter, other.counter);
    }

    @Override
    public String toString() {
        return Long.toHexString(replica) + ":" + Long.toUnsignedString(counter);
    }
}
