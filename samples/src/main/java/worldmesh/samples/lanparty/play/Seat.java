package worldmesh.samples.lanparty.play;

import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.Entity;
import worldmesh.samples.lanparty.island.Tile;

/** What a bot has of the party it plays in: what it sees, and the lines it may say. */
interface Seat {
    /** True once the player can act. */
    boolean isPlaying();

    /** True while the player is under way or has a deed in hand. */
    boolean isBusy();

    /** True if there is something left in a tree or vein. */
    boolean hasSome(Thing thing);

    /** Does what a line says. */
    void line(String line);

    /** What stands where. */
    Board board();

    /** Where the player stands. */
    Tile tile();

    /** The avatar of the player, if it has one yet. */
    @Nullable Entity player();

    /** The avatars of the other players who are here now. */
    List<Entity> others();

    /** What is on offer. */
    Market market();
}
