package worldmesh.authority.validate;

import java.util.List;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.Schema;
import worldmesh.world.rule.Effect;

/** Writes effects as the log keeps and the receipts hash them; see docs/journal.md, "Effects". Keeps no state. */
public final class EffectCodec {
    /** Transfers of a command are numbered by an u16. */
    private static final int COUNT_MAX = 1 << 16;

    private EffectCodec() {}

    /** The effects as bytes, in order. */
    public static byte[] encode(List<Effect> effects, Schema schema) {
        ByteWriter out = new ByteWriter();
        out.varint(effects.size());
        for (Effect effect : effects) {
            out.u8(code(effect.kind()));
            switch (effect.kind()) {
                case SET -> set((Effect.Set) effect, schema, out);
                case TRANSFER -> transfer((Effect.Transfer) effect, schema, out);
                case MINT -> mint((Effect.Mint) effect, schema, out);
                case SPAWN -> spawn((Effect.Spawn) effect, schema, out);
                case DELETE -> ((Effect.Delete) effect).entity().encode(out);
                case CLAIM -> claim((Effect.Claim) effect, out);
            }
        }
        return out.toBytes();
    }

    /** How many effects these bytes hold, at least as many as transfers were made. */
    public static int count(byte[] effects) {
        return new ByteReader(effects).count(COUNT_MAX);
    }

    private static int code(Effect.Kind kind) {
        return switch (kind) {
            case SET -> 0;
            case TRANSFER -> 1;
            case MINT -> 2;
            case SPAWN -> 3;
            case DELETE -> 4;
            case CLAIM -> 5;
        };
    }

    private static void set(Effect.Set set, Schema schema, ByteWriter out) {
        set.entity().encode(out);
        component(set.value(), schema, out);
    }

    private static void transfer(Effect.Transfer transfer, Schema schema, ByteWriter out) {
        transfer.debit().encode(out);
        out.i32(schema.type(transfer.debitAccount()).id());
        transfer.credit().encode(out);
        out.i32(schema.type(transfer.creditAccount()).id()).zigzag(transfer.amount());
    }

    private static void mint(Effect.Mint mint, Schema schema, ByteWriter out) {
        mint.credit().encode(out);
        out.i32(schema.type(mint.account()).id()).zigzag(mint.amount());
    }

    private static void spawn(Effect.Spawn spawn, Schema schema, ByteWriter out) {
        out.varint(spawn.local());
        spawn.sector().encode(out);
        out.bytes(spawn.owner().bytes()).varint(spawn.components().size());
        spawn.components().forEach(value -> component(value, schema, out));
    }

    private static void claim(Effect.Claim claim, ByteWriter out) {
        claim.entity().encode(out);
        out.bytes(claim.newOwner().bytes());
    }

    private static <T extends Record> void component(T value, Schema schema, ByteWriter out) {
        ComponentType<T> type = schema.typeOf(value);
        out.i32(type.id()).block(type.codec().encode(value));
    }
}
