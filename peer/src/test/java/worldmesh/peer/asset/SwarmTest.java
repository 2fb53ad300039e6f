package worldmesh.peer.asset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.hash.Hash;

class SwarmTest {
    private static final long MILLI = 1_000_000;
    private static final PeerId ANN = PeerId.ofBytes(Hash.of(new byte[1]).bytes());
    private static final PeerId BOB = PeerId.ofBytes(Hash.of(new byte[2]).bytes());

    private final AssetManifest manifest = new AssetManifest("level", 33_000_000, Collections.nCopies(1, Hash.of()));
    private final List<PartRange> all = List.of(new PartRange(0, manifest.parts()));
    private final Swarm swarm = new Swarm(manifest, new BitSet(), 7);
    private final Asks asks = new Asks();
    private long now;

    private static final class Asks implements Swarm.Outbox {
        final Map<PeerId, List<Integer>> asked = new TreeMap<>();
        final List<Integer> stored = new ArrayList<>();

        @Override
        public void ask(PeerId peer, List<Integer> parts) {
            asked.computeIfAbsent(peer, id -> new ArrayList<>()).addAll(parts);
        }

        @Override
        public void store(PeerId from, int part, byte[] data) {
            stored.add(part);
        }

        List<Integer> take(PeerId peer) {
            List<Integer> parts = asked.remove(peer);
            return parts == null ? List.of() : parts;
        }
    }

    private void tick(long millis) {
        now += millis * MILLI;
        swarm.onTime(now, asks);
    }

    private Swarm.Verdict answer(PeerId peer, int part) {
        return swarm.onPart(peer, part, new byte[manifest.partBytes(part)], now, asks);
    }

    private void keep(PeerId peer, int part) {
        answer(peer, part);
        swarm.onStored(peer, part, Swarm.Stored.KEPT);
    }

    private void begin(PeerId... peers) {
        for (PeerId peer : peers) {
            assertTrue(swarm.onHave(peer, all));
        }
        tick(0);
        asks.asked.clear();
        keep(peers[0], 0);
    }

    @Test
    void everybodyIsAskedForTheFirstHashesForNothingCountsWithoutThem() {
        swarm.onHave(ANN, all);
        swarm.onHave(BOB, all);

        tick(0);

        assertEquals(List.of(0), asks.take(ANN));
        assertEquals(List.of(0), asks.take(BOB));
    }

    @Test
    void noChunkIsAskedOfTwo() {
        begin(ANN, BOB);
        tick(15);

        Set<Integer> parts = new HashSet<>(asks.take(ANN));
        List<Integer> others = asks.take(BOB);

        assertTrue(Collections.disjoint(parts, others));
        assertEquals(SwarmPeer.WINDOW_FIRST + 1, parts.size()); // one answer came already
    }

    @Test
    void theWindowGrowsWithPromptAnswersToItsBound() {
        begin(ANN);
        for (int round = 0; round < 400 && !swarm.isWhole(); round++) {
            tick(50);
            List<Integer> parts = asks.take(ANN);
            assertTrue(parts.size() <= SwarmPeer.WINDOW_MAX);
            parts.forEach(part -> keep(ANN, part));
        }

        assertTrue(swarm.isWhole());
        assertEquals(manifest.size(), swarm.bytesHere());
    }

    @Test
    void whatASilentPeerWasAskedForIsAskedOfAnother() {
        begin(ANN, BOB);
        tick(15);
        List<Integer> lost = asks.take(BOB);
        Set<Integer> askedOfAnn = new HashSet<>();
        for (int round = 0; round < 1_500 && !swarm.isWhole(); round++) {
            List<Integer> parts = asks.take(ANN);
            askedOfAnn.addAll(parts);
            parts.forEach(part -> keep(ANN, part));
            tick(20);
        }

        assertFalse(lost.isEmpty());
        assertTrue(askedOfAnn.containsAll(lost));
        assertTrue(swarm.isWhole());
    }

    @Test
    void aPeerThatStaysSilentIsLeftAloneForAWhile() {
        begin(ANN);
        int asked = 0;
        for (int second = 0; second < 25; second++) {
            tick(1_000);
            asked += asks.take(ANN).size();
        }

        int few = SwarmPeer.WINDOW_FIRST + 1 + SwarmPeer.SILENCES_MAX * SwarmPeer.WINDOW_MIN;
        assertTrue(asked <= few, "asked for " + asked);
    }

    @Test
    void whoSendsAPartOfAnotherLengthIsAskedNoMoreAndDoesNotGetAnotherTryByComingBack() {
        begin(ANN, BOB);
        tick(15);
        int part = asks.take(BOB).get(0);

        assertEquals(Swarm.Verdict.WRONG, swarm.onPart(BOB, part, new byte[3], now, asks));
        swarm.onGone(BOB);
        swarm.onHave(BOB, all);
        tick(15);

        assertEquals(List.of(), asks.take(BOB));
        assertEquals(1, swarm.sources());
    }

    @Test
    void partsThatNobodyAskedForAreNotStored() {
        begin(ANN);
        int stored = asks.stored.size();

        assertEquals(Swarm.Verdict.UNASKED, answer(ANN, 900));
        assertEquals(Swarm.Verdict.UNASKED, answer(BOB, 1));
        assertEquals(stored, asks.stored.size());
    }

    @Test
    void aSlowDiskBoundsWhatIsOnItsWay() {
        begin(ANN, BOB);
        for (int round = 0; round < 400; round++) {
            tick(15);
            asks.take(ANN).forEach(part -> answer(ANN, part));
            asks.take(BOB).forEach(part -> answer(BOB, part));
        }

        assertEquals(Swarm.OPEN_MAX, asks.stored.size() - 1);
    }

    @Test
    void claimsOfPartsThatTheFileHasNotAreRefused() {
        assertFalse(swarm.onHave(ANN, List.of(new PartRange(0, manifest.parts() + 1))));
        assertEquals(0, swarm.sources());
    }

    @Test
    void whatAPeerHandsOutLaterIsAskedForAgainLater() {
        begin(ANN);
        tick(15);
        List<Integer> first = asks.take(ANN);
        int part = first.get(0);
        swarm.onNoPart(ANN, part, true, now);
        first.subList(1, first.size()).forEach(each -> keep(ANN, each));
        tick(15);
        List<Integer> second = asks.take(ANN);
        assertFalse(second.contains(part));
        second.forEach(each -> keep(ANN, each));

        Set<Integer> asked = new HashSet<>();
        for (int round = 0; round < 200 && !swarm.isWhole(); round++) {
            tick(20);
            List<Integer> parts = asks.take(ANN);
            asked.addAll(parts);
            parts.forEach(each -> keep(ANN, each));
        }

        assertTrue(asked.contains(part));
    }
}
