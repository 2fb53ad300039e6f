package worldmesh.world.trust;

import java.util.List;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.sector.SectorId;

/**
 * The trust root cuts a peer off: of each of its replicas only the batches up to the listed sequence stay valid, in
 * sectors that are not listed none. Claims of the peer with a later clock than {@code lastClock} are void.
 */
public record Revocation(WorldId world, PeerId peer, List<Cutoff> cutoffs, long lastClock, Signature signature)
        implements Proof {
    /** The most cutoffs of one revocation. */
    public static final int MAX_CUTOFFS = 2048;

    /** Copies the list and refuses one that is too long. */
    public Revocation {
        cutoffs = List.copyOf(cutoffs);
        if (cutoffs.size() > MAX_CUTOFFS) {
            throw new IllegalArgumentException(
                    "a revocation has " + cutoffs.size() + " cutoffs, must be at most " + MAX_CUTOFFS);
        }
    }

    /** The last valid sequence of one replica in one sector. */
    public record Cutoff(long replica, SectorId sector, long lastSequence) {}

    /** Signs a revocation; only the trust root's signer makes a valid one. */
    public static Revocation sign(WorldId world, PeerId peer, List<Cutoff> cutoffs, long lastClock, Signer root) {
        byte[] body = body(world, peer, cutoffs, lastClock);
        return new Revocation(world, peer, cutoffs, lastClock, new Signature(root.sign(body)));
    }

    /** The last valid sequence of the replica in the sector, 0 for none. */
    public long lastValid(long replica, SectorId sector) {
        long last = 0;
        for (Cutoff cutoff : cutoffs) {
            if (cutoff.replica() == replica && cutoff.sector().equals(sector)) {
                last = Math.max(last, cutoff.lastSequence());
            }
        }
        return last;
    }

    /** True if the trust root signed. */
    public boolean verify(SignatureVerifier verifier, PublicKey root) {
        return verifier.verify(root, body(), signature.bytes());
    }

    @Override
    public Kind kind() {
        return Kind.REVOCATION;
    }

    @Override
    public byte[] body() {
        return body(world, peer, cutoffs, lastClock);
    }

    private static byte[] body(WorldId world, PeerId peer, List<Cutoff> cutoffs, long lastClock) {
        ByteWriter out = ProofCodec.begin(Kind.REVOCATION, world).bytes(peer.bytes());
        out.i64(lastClock).varint(cutoffs.size());
        for (Cutoff cutoff : cutoffs) {
            out.i64(cutoff.replica());
            cutoff.sector().encode(out);
            out.varint(cutoff.lastSequence());
        }
        return out.toBytes();
    }

    @Override
    public byte[] seal() {
        return signature.bytes();
    }
}
