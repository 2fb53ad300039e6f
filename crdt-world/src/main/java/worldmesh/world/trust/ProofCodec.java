package worldmesh.world.trust;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.world.entity.EntityId;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;

/** Reads proofs from untrusted bytes. Their signatures are checked when they are learned. Keeps no state. */
public final class ProofCodec {
    /** The largest encoded proof: a revocation with the most cutoffs fits. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final byte[] DOMAIN = "worldmesh/proof/1".getBytes(StandardCharsets.US_ASCII);

    private ProofCodec() {}

    static ByteWriter begin(Proof.Kind kind, WorldId world) {
        ByteWriter out = new ByteWriter();
        out.block(DOMAIN).u8(kind.code());
        world.encode(out);
        return out;
    }

    /** The proof in these bytes, null if malformed. */
    public static @Nullable Proof decode(byte[] data) {
        if (data.length > MAX_BYTES) {
            return null;
        }
        ByteReader in = new ByteReader(data);
        Proof proof = decode(in);
        return in.complete() ? proof : null;
    }

    /** The proof at the reader; a malformed one fails the reader. */
    public static @Nullable Proof decode(ByteReader in) {
        if (!Arrays.equals(in.block(DOMAIN.length), DOMAIN)) {
            in.fail();
            return null;
        }
        int kind = in.u8();
        WorldId world = WireIds.world(in);
        return switch (kind) {
            case 0 -> certificate(world, in, false);
            case 1 -> grant(world, in);
            case 2 -> claim(world, in);
            case 3 -> revocation(world, in);
            case 4 -> equivocation(world, in);
            case 5 -> roster(world, in);
            case 6 -> votedGrant(world, in);
            case 7 -> certificate(world, in, true);
            case 8 -> Admittance.decode(world, in);
            case 9 -> Withdrawal.decode(world, in);
            case 10 -> Ruling.decode(world, in);
            default -> {
                in.fail();
                yield null;
            }
        };
    }

    private static Proof certificate(WorldId world, ByteReader in, boolean tenure) {
        long replica = in.i64();
        long nonce = in.i64();
        PublicKey key = WireIds.key(in);
        return new ReplicaCertificate(world, replica, nonce, key, tenure, Signature.decode(in));
    }

    private static Proof grant(WorldId world, ByteReader in) {
        long epoch = epoch(in);
        PublicKey holder = WireIds.key(in);
        SectorId sector = WireIds.optionalSector(in);
        return new Grant(world, epoch, holder, sector, new Warrant.Rooted(Signature.decode(in)));
    }

    /** Epochs begin at 1. */
    private static long epoch(ByteReader in) {
        long epoch = in.varint();
        if (epoch <= 0) {
            in.fail();
        }
        return epoch;
    }

    private static Proof votedGrant(WorldId world, ByteReader in) {
        long epoch = epoch(in);
        PublicKey holder = WireIds.key(in);
        ProofId roster = ProofId.decode(in);
        boolean adopted = WireIds.flag(in);
        return new Grant(world, epoch, holder, null, new Warrant.Voted(roster, adopted, Vote.decode(in)));
    }

    private static @Nullable Proof roster(WorldId world, ByteReader in) {
        long number = in.varint();
        int count = in.count(Roster.MAX_MEMBERS);
        List<PublicKey> members = new ArrayList<>();
        for (int i = 0; i < count && in.ok(); i++) {
            members.add(WireIds.key(in));
        }
        ProofId previous = WireIds.optionalProof(in);
        boolean adopted = WireIds.flag(in);
        List<Vote> votes = Vote.decode(in);
        if (!in.ok() || !Roster.isWellFormed(number, members, previous)) {
            in.fail();
            return null;
        }
        return Roster.of(world, number, members, previous, adopted).with(votes);
    }

    private static Proof claim(WorldId world, ByteReader in) {
        EntityId entity = EntityId.decode(in);
        long generation = in.varint();
        PeerId owner = WireIds.peer(in);
        ProofId previous = WireIds.optionalProof(in);
        ProofId grant = WireIds.optionalProof(in);
        long clock = in.i64();
        long replica = in.i64();
        return new Claim(world, entity, generation, owner, previous, grant, clock, replica, Signature.decode(in));
    }

    private static Proof revocation(WorldId world, ByteReader in) {
        PeerId peer = WireIds.peer(in);
        long lastClock = in.i64();
        int count = in.count(Revocation.MAX_CUTOFFS);
        List<Revocation.Cutoff> cutoffs = new ArrayList<>();
        for (int i = 0; i < count && in.ok(); i++) {
            long replica = in.i64();
            SectorId sector = SectorId.decode(in);
            cutoffs.add(new Revocation.Cutoff(replica, sector, in.varint()));
        }
        return new Revocation(world, peer, cutoffs, lastClock, Signature.decode(in));
    }

    private static Proof equivocation(WorldId world, ByteReader in) {
        SectorId sector = SectorId.decode(in);
        long replica = in.i64();
        long sequence = in.varint();
        Hash first = WireIds.hash(in);
        Hash second = WireIds.hash(in);
        Signature firstSignature = Signature.decode(in);
        Signature secondSignature = Signature.decode(in);
        return new Equivocation(
                new BatchKey(world, sector, replica, sequence), first, second, firstSignature, secondSignature);
    }
}
