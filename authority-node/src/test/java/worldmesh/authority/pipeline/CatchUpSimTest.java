package worldmesh.authority.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import worldmesh.authority.party.PartySettings;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.world.hash.Hash;

/** Who comes back takes in what the others decided meanwhile. */
class CatchUpSimTest {
    private static final int MISSED = 40;

    private final PartyBench bench = new PartyBench(5, 3, PartySettings.DEFAULT);

    /** Notes what it was told to expect, and what it was asked about, since it was told to listen. */
    private final class Listener implements SignatureVerifier {
        final List<Hash> expected = new ArrayList<>();
        final Map<Hash, Integer> asked = new TreeMap<>();

        private Hash name(PublicKey key, byte[] message, byte[] signature) {
            return Hash.of(key.bytes(), message, signature);
        }

        void listen() {
            asked.clear();
            expected.clear();
        }

        @Override
        public void foresee(PublicKey key, byte[] message, byte[] signature) {
            expected.add(name(key, message, signature));
        }

        @Override
        public boolean verify(PublicKey key, byte[] message, byte[] signature) {
            asked.merge(name(key, message, signature), 1, Integer::sum);
            return bench.signatures.verify(key, message, signature);
        }
    }

    private void missMuch() {
        bench.enterAll();
        bench.view(bench.peers.get(0), bench.peers.get(1));
        for (int i = 0; i < MISSED; i++) {
            bench.peers.get(1).mine(1);
            bench.run(100);
        }
    }

    private void assertLevel() {
        PartyBench.Peer holder = bench.peers.get(0);
        PartyBench.Peer back = bench.peers.get(2);
        assertEquals(holder.status().committedTick(), back.status().committedTick());
        assertEquals(holder.replica().digest(), back.replica().digest());
    }

    private void allSeeAll() {
        bench.view(bench.peers.toArray(new PartyBench.Peer[0]));
    }

    @Test
    void whatIsForeseenIsJustWhatIsAskedAboutThen() {
        Listener listener = new Listener();
        bench.peers.get(2).verifier = listener;
        missMuch();
        listener.listen();

        allSeeAll();
        bench.run(3_000);

        assertLevel();
        assertTrue(listener.expected.size() >= 2 * MISSED, listener.expected.size() + " signatures were foreseen");
        listener.expected.forEach(name -> assertEquals(1, listener.asked.getOrDefault(name, 0)));
    }

    /** The view reaches the one that comes back before it reaches the holder. */
    @Test
    void whoeverAsksBeforeTheHolderSeesItIsAnsweredOnceItDoes() {
        PartyBench.Peer back = bench.peers.get(2);
        missMuch();
        List<PeerId> view = bench.peers.stream().map(peer -> peer.id).toList();
        back.reaches(bench.peers);
        back.pipeline().onView(view, bench.scheduler.nowNanos());
        bench.run(100);

        bench.peers.get(0).pipeline().onView(view, bench.scheduler.nowNanos());
        bench.peers.get(1).pipeline().onView(view, bench.scheduler.nowNanos());
        bench.run(150);

        assertLevel();
    }
}
