package worldmesh.samples.lanparty.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import worldmesh.samples.lanparty.island.Island;
import worldmesh.samples.lanparty.island.Tile;
import worldmesh.world.entity.EntityId;

class BoardTest {
    private static final Tile HERE = new Tile(2, 2);

    private final Board board = new Board();

    @Test
    void nothingIsFreeBeforeTheGroundIsKnown() {
        assertFalse(board.isFree(HERE));
    }

    @Test
    void blocksStopWalkersAndBuildersSignsOnlyBuilders() {
        board.lay(new Island(42));
        assertTrue(board.isFree(HERE));

        board.put(thing(1, Thing.Kind.SIGN, HERE));
        assertTrue(board.isFree(HERE));
        assertFalse(board.isBuildable(HERE));

        board.put(thing(2, Thing.Kind.BLOCK, HERE));
        assertFalse(board.isFree(HERE));
    }

    @Test
    void nobodyWalksIntoTheFireOrTheSea() {
        board.lay(new Island(42));

        assertFalse(board.isFree(Board.FIRE));
        assertFalse(board.isFree(new Tile(-40, -40)));
    }

    @Test
    void aThingThatMovesLeavesItsTile() {
        board.put(thing(1, Thing.Kind.BLOCK, HERE));
        board.put(thing(1, Thing.Kind.BLOCK, HERE.plus(1, 0)));

        assertEquals(0, board.on(HERE).count());
        assertEquals(1, board.on(HERE.plus(1, 0)).count());
    }

    @Test
    void forgetsWhatIsRemoved() {
        board.put(thing(1, Thing.Kind.BLOCK, HERE));

        board.remove(id(1));

        assertNull(board.find(id(1)));
        assertEquals(0, board.all().count());
    }

    @Test
    void findsTheNearestAndThenTheOldest() {
        board.put(thing(3, Thing.Kind.VEIN, new Tile(5, 0)));
        board.put(thing(2, Thing.Kind.VEIN, new Tile(-5, 0)));
        board.put(thing(1, Thing.Kind.TREE, new Tile(1, 0)));

        var found = board.nearest(0.5, 0.5, thing -> thing.kind() == Thing.Kind.VEIN);

        assertEquals(id(2), found.orElseThrow().id());
    }

    @Test
    void idsSurviveTheWayOverThePage() {
        EntityId id = new EntityId(-5, 77);

        assertEquals(id, Ids.parse(Ids.text(id)));
        assertNull(Ids.parse("BOB"));
        assertNull(Ids.parse("12:x"));
        assertNull(Ids.parse(":1"));
    }

    private static Thing thing(int serial, Thing.Kind kind, Tile tile) {
        return new Thing(id(serial), kind, tile, 0, "");
    }

    private static EntityId id(int serial) {
        return new EntityId(1, serial);
    }
}
