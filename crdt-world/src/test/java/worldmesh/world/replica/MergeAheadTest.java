package worldmesh.world.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.world.component.Component;
import worldmesh.world.component.Schema;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.Hosting;
import worldmesh.world.trust.Membership;
import worldmesh.world.trust.ReplicaIdentity;
import worldmesh.world.trust.WorldManifest;

class MergeAheadTest {
    private final HashSigner.Keyring keys = new HashSigner.Keyring();
    private final WorldManifest world = WorldManifest.found(
            "ahead", Membership.OPEN, Hosting.PARTY, new WorldManifest.Founding(1000, 1), keys.signer(1));

    @Component("ahead.note")
    record Note(int number) {}

    private final List<String> said = new ArrayList<>();

    private final SignatureVerifier verifier = new SignatureVerifier() {
        @Override
        public boolean verify(PublicKey key, byte[] message, byte[] signature) {
            said.add("verify " + ByteBuffer.wrap(signature).getLong());
            return keys.verify(key, message, signature);
        }

        @Override
        public void foresee(PublicKey key, byte[] message, byte[] signature) {
            said.add("foresee " + ByteBuffer.wrap(signature).getLong());
        }
    };

    private Replica replica(long peer, SignatureVerifier by) {
        ReplicaIdentity self = ReplicaIdentity.draw(world.worldId(), keys.signer(peer), 1);
        return new Replica(world, Schema.of(Note.class), self, by);
    }

    @Test
    void foreseesAllOfSeveralSectorsBeforeItMergesTheFirstAndOnlyWhatIsNews() {
        Replica author = replica(1, keys);
        Replica other = replica(2, verifier);
        other.learn(author.self().certificate());
        List<SignedBatch> batches = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            author.spawn(new SectorId(i % 3, 0, 0), new Note(i));
            batches.addAll(author.seal(1000 + i));
        }
        other.merge(batches.get(0), 2000);
        said.clear();

        List<MergeResult> results = new MergeAhead(other).merge(batches, 2000);

        assertEquals(author.digest(), other.digest());
        assertInstanceOf(MergeResult.Known.class, results.get(0));
        assertTrue(results.stream().skip(1).allMatch(MergeResult.Applied.class::isInstance), results::toString);
        assertEquals(22, said.size());
        List<String> foreseen = said.subList(0, 11);
        assertTrue(foreseen.stream().allMatch(word -> word.startsWith("foresee ")), said::toString);
        assertEquals(
                foreseen.stream().map(word -> word.replace("foresee", "verify")).toList(), said.subList(11, 22));
    }
}
