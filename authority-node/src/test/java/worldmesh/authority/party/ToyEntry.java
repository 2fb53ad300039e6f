package worldmesh.authority.party;

import org.jspecify.annotations.Nullable;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.party.wire.PartyRoster;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.hash.Hash;
import worldmesh.world.trust.WireIds;

/** An entry of the toy world: a number, or a roster. A cheat is a number that the rules of the toy world forbid. */
record ToyEntry(
        long epoch,
        long tick,
        Hash previous,
        long number,
        boolean cheat,
        @Nullable PartyRoster roster) {
    byte[] encode() {
        ByteWriter out = new ByteWriter()
                .varint(epoch)
                .varint(tick)
                .bytes(previous.bytes())
                .varint(number)
                .u8(cheat ? 1 : 0)
                .u8(roster == null ? 0 : 1);
        if (roster != null) {
            roster.encode(out);
        }
        return out.toBytes();
    }

    static @Nullable ToyEntry decode(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        ToyEntry entry = new ToyEntry(
                in.varint(),
                in.varint(),
                WireIds.hash(in),
                in.varint(),
                WireIds.flag(in),
                WireIds.flag(in) ? PartyRoster.decode(in) : null);
        return in.complete() ? entry : null;
    }

    static @Nullable Entry open(byte[] bytes) {
        ToyEntry toy = decode(bytes);
        return toy == null
                ? null
                : new Entry(new Head(toy.epoch, toy.tick, Hash.of(bytes)), toy.previous, toy.roster, bytes);
    }
}
