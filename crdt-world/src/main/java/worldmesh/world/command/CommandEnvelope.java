package worldmesh.world.command;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.world.component.CommandShape;
import worldmesh.world.component.Fault;
import worldmesh.world.component.RecordCodec;
import worldmesh.world.component.Schema;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.WireIds;

/**
 * A command on its way: its id, the sector whose authority decides, its type and its record as bytes, and its player's
 * seal once it has one. Immutable.
 */
public final class CommandEnvelope {
    /** Without a seal: what receipts name and dice rest on, and how stores of the first worlds hold commands. */
    private static final int BARE = 1;

    private static final int SEALED = 2;

    private final CommandId id;
    private final SectorId sector;
    private final int type;
    private final byte[] payload;
    private final @Nullable CommandSeal seal;

    /** A command without a seal; copies the payload and refuses one that is too long. */
    public CommandEnvelope(CommandId id, SectorId sector, int type, byte[] payload) {
        this(id, sector, type, payload, null);
    }

    private CommandEnvelope(CommandId id, SectorId sector, int type, byte[] payload, @Nullable CommandSeal seal) {
        if (payload.length > RecordCodec.MAX_BYTES) {
            throw new IllegalArgumentException("a command of " + payload.length + " bytes, must be at most "
                    + RecordCodec.MAX_BYTES + "; shorten its texts");
        }
        this.id = id;
        this.sector = sector;
        this.type = type;
        this.payload = payload.clone();
        this.seal = seal;
        if (seal != null && !seal.key().peer().equals(id.player())) {
            throw new IllegalArgumentException("the seal of another player is on command " + id);
        }
    }

    /** The envelope of a command record of the schema. */
    @SuppressWarnings("unchecked") // a record is an instance of its class
    public static <C extends Record> CommandEnvelope of(CommandId id, SectorId sector, Schema schema, C command) {
        CommandShape<C> shape = schema.command((Class<C>) command.getClass());
        return new CommandEnvelope(id, sector, shape.id(), shape.codec().encode(command));
    }

    /** The command record, null if the schema does not know the type or the payload is malformed. */
    public @Nullable Record open(Schema schema) {
        CommandShape<?> shape = schema.command(type);
        return shape == null ? null : shape.codec().decode(payload);
    }

    /** Why {@link #open} gives none, null if it gives one or the schema does not know the type. */
    public @Nullable Fault fault(Schema schema) {
        return schema.fault(type, payload);
    }

    /** The id of the command. */
    public CommandId id() {
        return id;
    }

    /** The sector whose authority decides. */
    public SectorId sector() {
        return sector;
    }

    /** The stable id of the command's type. */
    public int type() {
        return type;
    }

    /** A copy of the encoded record. */
    public byte[] payload() {
        return payload.clone();
    }

    /** The player's seal, or null. */
    public @Nullable CommandSeal seal() {
        return seal;
    }

    /** The same command under a seal of its player, in place of another it may have. */
    public CommandEnvelope with(CommandSeal given) {
        return new CommandEnvelope(id, sector, type, payload, given);
    }

    /** The hash of the command without its seal, which a receipt names. */
    public Hash hash() {
        return Hash.of(body());
    }

    /** The dice of this command in a tick: the authority's, and whoever predicts it with the same tick. */
    public long seed(long tick) {
        return Hash.of(new ByteWriter(8).i64(tick).toBytes(), body()).longAt(0);
    }

    /** The command as bytes, without its seal. */
    public byte[] body() {
        ByteWriter out = new ByteWriter(96 + payload.length);
        out.u8(BARE);
        id.encode(out);
        sector.encode(out);
        return out.i32(type).block(payload).toBytes();
    }

    /** The envelope as bytes. */
    public byte[] encode() {
        CommandSeal by = seal;
        if (by == null) {
            return body();
        }
        ByteWriter out = new ByteWriter(256 + payload.length);
        out.u8(SEALED).bytes(by.key().bytes()).i64(id.session()).varint(id.sequence());
        sector.encode(out);
        out.i32(type).block(payload);
        by.encode(out);
        return out.toBytes();
    }

    /** Reads what {@link #encode} wrote, null if malformed. */
    public static @Nullable CommandEnvelope decode(byte[] data) {
        ByteReader in = new ByteReader(data);
        int version = in.u8();
        if (version == SEALED) {
            return sealed(in);
        }
        if (version != BARE) {
            return null;
        }
        CommandId id = CommandId.decode(in);
        SectorId sector = SectorId.decode(in);
        int type = in.i32();
        byte[] payload = in.block(RecordCodec.MAX_BYTES);
        return in.complete() ? new CommandEnvelope(id, sector, type, payload) : null;
    }

    private static @Nullable CommandEnvelope sealed(ByteReader in) {
        PublicKey key = WireIds.key(in);
        long session = in.i64();
        CommandId id = new CommandId(key.peer(), session, in.varint());
        SectorId sector = SectorId.decode(in);
        int type = in.i32();
        byte[] payload = in.block(RecordCodec.MAX_BYTES);
        CommandSeal seal = CommandSeal.decode(key, in);
        return in.complete() ? new CommandEnvelope(id, sector, type, payload, seal) : null;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CommandEnvelope that && Arrays.equals(encode(), that.encode());
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "command " + id + " type=" + Integer.toHexString(type) + " sector=" + sector;
    }
}
