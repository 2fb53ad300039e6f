package worldmesh.authority.node;

import worldmesh.peer.Session;
import worldmesh.peer.World;

/** A game that a node can host. Found by {@link java.util.ServiceLoader}. */
public interface Game {
    /** The name that {@code node.game} selects it by. */
    String name();

    /** A builder that knows the game's components, commands and rules; store and name are still to be given. */
    World.Builder describe();

    /** Fills a world that was founded just now; later starts do not call it. Runs on the thread of the session. */
    void genesis(World world, Session session);
}
