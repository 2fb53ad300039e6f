package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
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
    private final PartyDisks disks = new PartyDisks(party);
    private final Node hal = disks.with(party.node("hal").host());
    private final Node ann = disks.with(party.node("ann").join(hal));
    private final Node bob = disks.with(party.node("bob").join(hal));

    private static List<AssetView> files(Node node) {
        return node.session.assets().views();
    }

    private static AssetView file(Node node) {
        return files(node).get(0);
    }

    /** Ann shares a file, which Bob fetches. */
    private Hash sharedAndTaken() {
        disks.run(1_500);
        disks.of(ann).own.put(FILE, MemoryAssets.random(SIZE, 1));
        ann.session.assets().share(FILE, opened -> {});
        disks.run(200);
        take(bob);
        return file(bob).id();
    }

    private void take(Node node) {
        Hash id = file(node).id();
        assertTrue(node.session.assets().fetch(id, AssetStore.Place.FOLDER));
        for (int i = 0; i < 100 && file(node).state() != AssetView.State.HERE; i++) {
            disks.run(100);
        }
        assertEquals(AssetView.State.HERE, file(node).state());
    }

    private void gone(Node node) {
        node.kill();
        disks.of(node).restart();
        disks.run(6_000);
    }

    private Node newcomer() {
        Node carol = disks.with(party.node("carol").join(hal));
        disks.run(1_500);
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
        assertArrayEquals(MemoryAssets.random(SIZE, 1), disks.of(carol).content(id));
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

        disks.with(bob.join(hal));
        disks.run(2_000);
        Node carol = newcomer();

        assertEquals(ann.world.self(), file(carol).offeredBy());
        take(carol);
    }

    @Test
    void whatTheSharerTookBackIsOfferedToNobodyAnyMore() {
        Hash id = sharedAndTaken();
        ann.session.assets().drop(id);
        disks.run(200);
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
        disks.run(200);
        gone(ann);

        disks.with(bob.join(hal));
        disks.run(2_000);
        Node carol = newcomer();

        assertEquals(List.of(), files(hal));
        assertEquals(List.of(), files(carol));
        assertTrue(disks.of(bob).claims.get(0).withdrawn());
    }

    @Test
    void whatWasTakenBackCanBeSharedAgain() {
        Hash id = sharedAndTaken();
        ann.session.assets().drop(id);
        disks.run(200);
        ann.session.assets().share(FILE, opened -> {});
        disks.run(200);
        gone(ann);

        assertEquals(id, file(newcomer()).id());
    }

    @Test
    void aWordThatIsNotTheSharersIsRefusedAndCounted() {
        Hash id = sharedAndTaken();
        AssetClaim said = disks.of(bob).claims.get(0);
        AssetClaim end = new AssetClaim(id, said.key(), said.worldMillis() + 1, true, said.signature());

        bob.mesh.send(hal.world.self(), Lane.RELIABLE, 1, new AssetWord(end).encode());
        disks.run(200);

        assertEquals(1, hal.session.stats().refusedAssets());
        assertEquals(AssetView.State.OFFERED, file(hal).state());
    }

    @Test
    void wordsOfOnePeerAreBounded() {
        disks.run(1_500);
        byte[] world = ann.world.replica().manifest().worldId().hash().bytes();
        for (int i = 0; i < 2 * AssetClaim.KEPT_MAX; i++) {
            AssetClaim claim = AssetClaim.of(ann.world.parts().signer(), world, Hash.of(new byte[] {(byte) i, 1}), i);
            ann.mesh.send(hal.world.self(), Lane.RELIABLE, 1, new AssetWord(claim).encode());
        }
        disks.run(500);
        long before = hal.session.stats().limitedMessages();
        for (int i = 0; i < AssetClaims.LOOKED_AT_MAX; i++) {
            AssetClaim claim = AssetClaim.of(ann.world.parts().signer(), world, Hash.of(new byte[] {2}), 1 + i);
            ann.mesh.send(hal.world.self(), Lane.RELIABLE, 1, new AssetWord(claim).encode());
        }
        disks.run(500);

        assertEquals(0, before);
        assertEquals(2 * AssetClaim.KEPT_MAX, hal.session.stats().limitedMessages());
    }
}
