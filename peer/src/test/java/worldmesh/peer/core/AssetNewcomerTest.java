package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.asset.AssetClaim;
import worldmesh.peer.asset.AssetStore;
import worldmesh.peer.asset.AssetView;
import worldmesh.peer.wire.AssetWord;
import worldmesh.world.hash.Hash;

/** Who comes after the sharer left finds its files at those that have them, until the sharer takes them back. */
class AssetNewcomerTest {
    private static final String FILE = "level.zip";
    private static final int SIZE = 400_000;

    private final Party party = new Party();
    private final Map<Node, MemoryAssets> disks = new LinkedHashMap<>();
    private final Node hal = with(party.node("hal").host());
    private final Node ann = with(party.node("ann").join(hal));
    private final Node bob = with(party.node("bob").join(hal));

    private Node with(Node node) {
        MemoryAssets disk = disks.computeIfAbsent(node, each -> new MemoryAssets());
        node.session.assets().keepIn(disk, 0);
        return node;
    }

    private MemoryAssets disk(Node node) {
        return Objects.requireNonNull(disks.get(node));
    }

    private void run(long millis) {
        for (long end = party.net.nowMillis + millis; party.net.nowMillis < end; ) {
            for (Node node : party.nodes) {
                if (node.alive) {
                    disk(node).answer();
                }
            }
            party.run(Party.STEP_MILLIS);
        }
    }

    private static List<AssetView> files(Node node) {
        return node.session.assets().views();
    }

    private static AssetView file(Node node) {
        return files(node).get(0);
    }

    /** Ann shares a file, which Bob fetches. */
    private Hash sharedAndTaken() {
        run(1_500);
        disk(ann).own.put(FILE, MemoryAssets.random(SIZE, 1));
        ann.session.assets().share(FILE, opened -> {});
        run(200);
        take(bob);
        return file(bob).id();
    }

    private void take(Node node) {
        Hash id = file(node).id();
        assertTrue(node.session.assets().fetch(id, AssetStore.Place.FOLDER));
        for (int i = 0; i < 100 && file(node).state() != AssetView.State.HERE; i++) {
            run(100);
        }
        assertEquals(AssetView.State.HERE, file(node).state());
    }

    private void gone(Node node) {
        node.kill();
        disk(node).restart();
        run(6_000);
    }

    private Node newcomer() {
        Node carol = with(party.node("carol").join(hal));
        run(1_500);
        return carol;
    }

    @Test
    void newcomerFetchesFromWhoHasItWhatAnotherSharedWhoLeft() {
        Hash id = sharedAndTaken();
        gone(ann);

        Node carol = newcomer();

        assertEquals(id, file(carol).id());
        assertEquals(ann.world.self(), file(carol).offeredBy());
        take(carol);
        assertArrayEquals(MemoryAssets.random(SIZE, 1), disk(carol).content(id));
    }

    @Test
    void whoWasThereAndDidNotTakeItCanTakeItLater() {
        sharedAndTaken();
        gone(ann);

        assertEquals(AssetView.State.OFFERED, file(hal).state());
        take(hal);
    }

    @Test
    void whoHasItTellsItOnAfterARestartToo() {
        sharedAndTaken();
        gone(ann);
        gone(bob);
        assertEquals(List.of(), files(hal));

        with(bob.join(hal));
        run(2_000);
        Node carol = newcomer();

        assertEquals(ann.world.self(), file(carol).offeredBy());
        take(carol);
    }

    @Test
    void whatTheSharerTookBackIsOfferedToNobodyAnyMore() {
        Hash id = sharedAndTaken();
        ann.session.assets().drop(id);
        run(200);
        gone(ann);

        Node carol = newcomer();

        assertEquals(List.of(), files(hal));
        assertEquals(List.of(), files(carol));
        assertEquals(AssetView.State.HERE, file(bob).state());
    }

    @Test
    void whoWasAwayWhenItWasTakenBackIsToldSo() {
        Hash id = sharedAndTaken();
        gone(bob);
        ann.session.assets().drop(id);
        run(200);
        gone(ann);

        with(bob.join(hal));
        run(2_000);
        Node carol = newcomer();

        assertEquals(List.of(), files(hal));
        assertEquals(List.of(), files(carol));
        assertTrue(disk(bob).claims.get(0).withdrawn());
    }

    @Test
    void whatWasTakenBackCanBeSharedAgain() {
        Hash id = sharedAndTaken();
        ann.session.assets().drop(id);
        run(200);
        ann.session.assets().share(FILE, opened -> {});
        run(200);
        gone(ann);

        assertEquals(id, file(newcomer()).id());
    }

    @Test
    void aWordThatIsNotTheSharersIsRefusedAndCounted() {
        Hash id = sharedAndTaken();
        AssetClaim said = disk(bob).claims.get(0);
        AssetClaim end = new AssetClaim(id, said.key(), said.worldMillis() + 1, true, said.signature());

        bob.mesh.send(hal.world.self(), Lane.RELIABLE, 1, new AssetWord(end).encode());
        run(200);

        assertEquals(1, hal.session.stats().refusedAssets());
        assertEquals(AssetView.State.OFFERED, file(hal).state());
    }

    @Test
    void wordsOfOnePeerAreBounded() {
        run(1_500);
        byte[] world = ann.world.replica().manifest().worldId().hash().bytes();
        for (int i = 0; i < 2 * AssetClaims.CLAIMS_MAX; i++) {
            AssetClaim claim = AssetClaim.of(ann.world.parts().signer(), world, Hash.of(new byte[] {(byte) i, 1}), i);
            ann.mesh.send(hal.world.self(), Lane.RELIABLE, 1, new AssetWord(claim).encode());
        }
        run(500);
        long before = hal.session.stats().limitedMessages();
        for (int i = 0; i < AssetClaims.LOOKED_AT_MAX; i++) {
            AssetClaim claim = AssetClaim.of(ann.world.parts().signer(), world, Hash.of(new byte[] {2}), 1 + i);
            ann.mesh.send(hal.world.self(), Lane.RELIABLE, 1, new AssetWord(claim).encode());
        }
        run(500);

        assertEquals(0, before);
        assertEquals(2 * AssetClaims.CLAIMS_MAX, hal.session.stats().limitedMessages());
    }
}
