package worldmesh.samples.cheat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.authority.store.RocksWorldStoreProvider;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.peer.port.WorldStore;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.trust.Admittance;
import worldmesh.world.trust.Hosting;
import worldmesh.world.trust.Membership;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.WorldManifest;

class EvidenceTest {
    private static final long NOW = 1_000;

    private final Signer ann = signer(1);
    private final Signer eve = signer(2);
    private final Attempt vouching = new Attempt(
            Attempt.Cheat.VOUCHING,
            Attempt.Trace.VOUCHED,
            eve.publicKey().peer().toString(),
            Repertoire.VOUCHED_MAX);

    @TempDir
    Path directory;

    @Test
    void aStoreThatBelievesAsManyKeysAsThePartyMayIsHonest() {
        Evidence evidence = evidence(Repertoire.VOUCHED_MAX);

        assertEquals(Repertoire.VOUCHED_MAX, evidence.of(vouching.trace(), vouching.subject()));
        assertFalse(vouching.workedAt(evidence));
    }

    @Test
    void aStoreThatBelievesOneVouchedKeyMoreShowsTheCheat() {
        assertTrue(vouching.workedAt(evidence(Repertoire.VOUCHED_MAX + 1)));
    }

    @Test
    void keysThatOthersVouchedForAreNotCountedAsTheCheaters() {
        Evidence evidence = evidence(3);

        assertEquals(3, evidence.of(vouching.trace(), vouching.subject()));
        assertEquals(1, evidence.of(vouching.trace(), ann.publicKey().peer().toString()));
    }

    /** What the store of a peer says that let the cheater in and believed so many keys of it. */
    private Evidence evidence(int believed) {
        WorldManifest manifest = WorldManifest.found(
                "island", Membership.INVITE, Hosting.PARTY, new WorldManifest.Founding(NOW, 7), ann);
        List<Proof> proofs = new ArrayList<>();
        proofs.add(admittance(manifest, ann, 2, 0));
        for (int i = 0; i < believed; i++) {
            proofs.add(admittance(manifest, eve, 10 + i, i));
        }
        try (WorldStore store = new RocksWorldStoreProvider().open(directory, Runnable::run)) {
            store.found(manifest);
            store.append(List.of(), proofs);
        }
        return Evidence.of(directory);
    }

    private static Admittance admittance(WorldManifest manifest, Signer issuer, int newcomer, int serial) {
        return Admittance.sign(
                manifest.worldId(),
                signer(newcomer).publicKey().peer(),
                serial,
                Admittance.Pass.NONE,
                new Admittance.TimedSigner(issuer, NOW));
    }

    private static Signer signer(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        return Ed25519Signer.ofSeed(seed);
    }
}
