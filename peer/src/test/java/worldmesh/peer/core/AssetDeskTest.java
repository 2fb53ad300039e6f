package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.asset.AssetManifest;
import worldmesh.peer.asset.AssetStore;
import worldmesh.peer.asset.AssetView;
import worldmesh.peer.event.AssetEvent;
import worldmesh.peer.wire.AssetAsk;
import worldmesh.peer.wire.AssetHave;
import worldmesh.peer.wire.AssetPart;
import worldmesh.peer.wire.MessageKind;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.metrics.CacheStats;
import worldmesh.world.hash.Hash;

/** Whole sessions that share files over a network in memory. */
class AssetDeskTest {
    private static final String FILE = "level.zip";

    private final Party party = new Party();
    private final PartyDisks disks = new PartyDisks(party);
    private final List<PeerId> senders = new ArrayList<>();

    /** Ann, who shares a file, and so many others. */
    private Node shared(int takers, int size) {
        Node ann = disks.with(party.node("ann").host());
        for (int i = 0; i < takers; i++) {
            disks.with(party.node("taker" + i).join(ann));
        }
        disks.run(1_500);
        disks.of(ann).own.put(FILE, MemoryAssets.random(size, 1));
        ann.session.assets().share(FILE, opened -> {});
        disks.run(100);
        return ann;
    }

    private static Hash id(Node node) {
        return node.session.assets().views().get(0).id();
    }

    private static AssetView.@Nullable State state(Node node) {
        List<AssetView> views = node.session.assets().views();
        return views.isEmpty() ? null : views.get(0).state();
    }

    private void take(Node node) {
        assertTrue(node.session.assets().fetch(id(node), AssetStore.Place.FOLDER));
    }

    private void runUntilHere(List<Node> takers, long millis) {
        for (long end = party.net.nowMillis + millis;
                party.net.nowMillis < end && !takers.stream().allMatch(each -> state(each) == AssetView.State.HERE); ) {
            disks.run(Party.STEP_MILLIS);
        }
        takers.forEach(each -> assertEquals(AssetView.State.HERE, state(each), each.name));
    }

    private List<Node> takers() {
        return party.nodes.subList(1, party.nodes.size());
    }

    private void listen() {
        party.net.wire = sent -> {
            if (MessageKind.decode(sent.message()) instanceof AssetPart part && part.answer() == AssetPart.DATA) {
                assertEquals(Lane.BULK, sent.lane());
                senders.add(sent.from());
            }
        };
    }

    @Test
    void theOtherSeesNameSizeAndHashAndGetsTheBytesOnceItAccepts() {
        Node ann = shared(1, 200_000);
        Node bob = party.nodes.get(1);
        AssetEvent offered = Objects.requireNonNull(bob.last(AssetEvent.class));

        assertEquals(AssetView.State.OFFERED, offered.asset().state());
        assertEquals(FILE, offered.asset().name());
        assertEquals(200_000, offered.asset().size());
        assertEquals(id(ann), offered.asset().id());
        assertEquals(ann.world.self(), offered.asset().offeredBy());
        disks.run(1_000);
        assertTrue(disks.of(bob).files.isEmpty());

        take(bob);
        runUntilHere(takers(), 3_000);

        assertArrayEquals(MemoryAssets.random(200_000, 1), disks.of(bob).content(id(bob)));
    }

    @Test
    void theFirstByteComesWithinHalfASecondAndTheRestFromThreePeers() {
        shared(3, 4_000_000);
        List<Node> first = List.of(party.nodes.get(1), party.nodes.get(2));
        first.forEach(this::take);
        runUntilHere(first, 20_000);
        Node dan = party.nodes.get(3);
        listen();
        long asked = party.net.nowMillis;

        take(dan);
        while (disks.of(dan).written < 2) {
            disks.run(Party.STEP_MILLIS);
        }
        long firstByte = party.net.nowMillis - asked;
        runUntilHere(takers(), 10_000);

        assertTrue(firstByte < 500, "first byte after " + firstByte + " ms");
        assertEquals(3, new TreeSet<>(senders).size());
        assertEquals(disks.of(dan).file(id(dan)).known.manifest().parts(), disks.of(dan).written);
    }

    @Test
    void eightTakersFetchFromEachOther() {
        int size = 8_000_000;
        Node ann = shared(8, size);

        takers().forEach(this::take);
        runUntilHere(takers(), 60_000);

        long sent = ann.session.assets().bytesSent();
        assertTrue(sent <= size * 3L / 2, sent + " bytes for a file of " + size);
        assertTrue(sent >= size);
    }

    @Test
    void whoSendsAWrongPartIsAskedNoMore() {
        shared(3, 4_000_000);
        Node eve = party.nodes.get(2);
        take(eve);
        runUntilHere(List.of(eve), 20_000);
        disks.of(eve).lies = true;
        Node bob = party.nodes.get(1);
        Map<PeerId, Integer> asks = new TreeMap<>();
        party.net.wire = sent -> {
            boolean wrong = bob.session.stats().wrongAssetParts() > 0;
            if (wrong
                    && sent.from().equals(bob.world.self())
                    && MessageKind.decode(sent.message()) instanceof AssetAsk) {
                asks.merge(sent.to(), 1, Integer::sum);
            }
        };

        take(bob);
        runUntilHere(List.of(bob), 20_000);

        assertTrue(bob.session.stats().wrongAssetParts() > 0);
        assertEquals(null, asks.get(eve.world.self()));
        assertArrayEquals(MemoryAssets.random(4_000_000, 1), disks.of(bob).content(id(bob)));
    }

    @Test
    void takersFinishFromEachOtherWhenTheSharerLeaves() {
        Node ann = shared(4, 4_000_000);
        int parts = MemoryAssets.cut(FILE, MemoryAssets.random(4_000_000, 1))
                .known
                .manifest()
                .parts();
        takers().forEach(this::take);
        while (takers().stream()
                        .flatMap(node -> disks.of(node).parts(id(node)).stream())
                        .distinct()
                        .count()
                < parts) {
            disks.run(Party.STEP_MILLIS);
        }
        assertFalse(takers().stream().allMatch(node -> state(node) == AssetView.State.HERE));

        ann.kill();
        runUntilHere(takers(), 30_000);
    }

    @Test
    void aTakerThatWasKilledFetchesOnlyWhatItLacks() {
        Node ann = shared(1, 4_000_000);
        Node bob = party.nodes.get(1);
        take(bob);
        while (disks.of(bob).written < 40) {
            disks.run(Party.STEP_MILLIS);
        }
        int before = disks.of(bob).written;
        bob.kill();
        disks.of(bob).restart();
        disks.run(6_000);

        disks.with(bob.join(ann));
        runUntilHere(List.of(bob), 20_000);

        int parts = disks.of(bob).file(id(bob)).known.manifest().parts();
        assertTrue(before < parts);
        assertEquals(parts, disks.of(bob).written);
        assertEquals(parts - before, bob.session.stats().assetPartsFetched());
        CacheStats files = bob.session.stats().caches().get(3);
        assertEquals(new CacheStats("files", before, parts - before, 1, AssetDesk.ASSETS_MAX), files);
        assertEquals((double) before / parts, files.hitShare());
    }

    @Test
    void aSharerThatWasKilledOffersAgainAndIsFetchedFrom() {
        Node ann = shared(1, 4_000_000);
        Node bob = party.nodes.get(1);
        take(bob);
        while (disks.of(bob).written < 40) {
            disks.run(Party.STEP_MILLIS);
        }
        ann.kill();
        disks.of(ann).restart();
        disks.run(6_000);
        assertEquals(AssetView.State.FETCHING, state(bob));

        disks.with(ann.host());
        runUntilHere(List.of(bob), 30_000);

        assertEquals(disks.of(bob).file(id(bob)).known.manifest().parts(), disks.of(bob).written);
    }

    @Test
    void whatWasNotOfferedIsRefusedAndCounted() {
        Node ann = shared(1, 100_000);
        Node bob = party.nodes.get(1);
        List<AssetPart> answers = new ArrayList<>();
        party.net.wire = sent -> {
            if (MessageKind.decode(sent.message()) instanceof AssetPart part) {
                answers.add(part);
            }
        };

        bob.mesh.send(ann.world.self(), Lane.RELIABLE, 1, new AssetAsk(Hash.of(), List.of(0, 7)).encode());
        bob.mesh.send(ann.world.self(), Lane.RELIABLE, 1, new AssetAsk(id(ann), List.of(99)).encode());
        disks.run(200);

        assertEquals(3, ann.session.stats().refusedAssets());
        assertEquals(3, answers.size());
        assertTrue(answers.stream().allMatch(part -> part.answer() == AssetPart.NONE));
    }

    @Test
    void partsThatNoFileHasAndPartsThatNobodyAskedForAreCounted() {
        Node ann = shared(1, 100_000);
        Node bob = party.nodes.get(1);
        take(bob);
        runUntilHere(List.of(bob), 3_000);
        long unexpected = ann.session.stats().unexpectedMessages();

        bob.mesh.send(ann.world.self(), Lane.BULK, 2, new AssetPart(id(ann), 0, AssetPart.DATA, new byte[1]).encode());
        disks.run(100);

        assertEquals(unexpected + 1, ann.session.stats().unexpectedMessages());
    }

    @Test
    void aFullDiskEndsTheFetchWithAReasonAndALaterOneGoesOn() {
        shared(1, 1_000_000);
        Node bob = party.nodes.get(1);
        disks.of(bob).full = true;
        take(bob);
        disks.run(2_000);
        assertEquals(AssetView.State.FAILED, state(bob));
        assertFalse(bob.session.assets().views().get(0).why().isEmpty());

        disks.of(bob).full = false;
        take(bob);
        runUntilHere(List.of(bob), 5_000);
    }

    @Test
    void whatIsDroppedIsHandedOutNoMore() {
        Node ann = shared(1, 4_000_000);
        Node bob = party.nodes.get(1);
        take(bob);
        disks.run(60);

        ann.session.assets().drop(id(ann));
        disks.run(12_000);

        assertEquals(AssetView.State.FETCHING, state(bob));
        assertEquals(0, bob.session.assets().views().get(0).sources());
    }

    @Test
    void offersAreBounded() {
        Node ann = shared(1, 1_000);
        Node bob = party.nodes.get(1);
        for (int i = 0; i < AssetDesk.OFFERS_MAX + 5; i++) {
            disks.of(ann).own.put("more" + i, MemoryAssets.random(100, i));
            ann.session.assets().share("more" + i, opened -> {});
        }
        disks.run(500);

        assertEquals(AssetDesk.OFFERS_MAX, bob.session.assets().views().size());
        assertTrue(bob.session.stats().limitedMessages() > 0);
    }

    @Test
    void nothingHereIsSaidInManyRanges() {
        AssetManifest empty = new AssetManifest("empty", 0, List.of());
        AssetHave have = new AssetHave(empty.id(), true, false, List.of());

        assertEquals(have, MessageKind.decode(have.encode()));
    }
}
