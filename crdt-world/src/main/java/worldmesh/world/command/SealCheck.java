package worldmesh.world.command;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.world.hash.Hash;
import worldmesh.world.trust.WorldId;

/**
 * Verifies that commands were sealed by their players, and remembers the signatures that held: the commands of a turn
 * cost one verification, whether they come together or not. Confined to one thread.
 */
public final class SealCheck {
    /** Signatures remembered: eight turns of each player of a party. */
    private static final int REMEMBERED = 256;

    private final WorldId world;
    private final SignatureVerifier verifier;
    private final Set<Hash> held = new LinkedHashSet<>();
    private long hits;
    private long misses;

    /** Checks commands of this world. */
    public SealCheck(WorldId world, SignatureVerifier verifier) {
        this.world = world;
        this.verifier = verifier;
    }

    /** True if the command bears its player's signature for this world. */
    public boolean holds(CommandEnvelope command) {
        CommandSeal seal = command.seal();
        if (seal == null) {
            return false;
        }
        byte[] signed = seal.signedBytes(command, world);
        Hash name = Hash.of(seal.key().bytes(), signed, seal.signature().bytes());
        if (held.contains(name)) {
            hits++;
            return true;
        }
        misses++;
        boolean holds = verifier.verify(seal.key(), signed, seal.signature().bytes());
        if (holds) {
            remember(name);
        }
        return holds;
    }

    /** This command will be asked about soon. */
    public void foresee(CommandEnvelope command) {
        CommandSeal seal = command.seal();
        if (seal != null) {
            byte[] signed = seal.signedBytes(command, world);
            byte[] signature = seal.signature().bytes();
            if (!held.contains(Hash.of(seal.key().bytes(), signed, signature))) {
                verifier.foresee(seal.key(), signed, signature);
            }
        }
    }

    /** Commands whose signature was known to hold. */
    public long hits() {
        return hits;
    }

    /** Commands whose signature was verified. */
    public long misses() {
        return misses;
    }

    private void remember(Hash name) {
        if (held.size() >= REMEMBERED) {
            Iterator<Hash> oldest = held.iterator();
            oldest.next();
            oldest.remove();
        }
        held.add(name);
    }
}
