package worldmesh.samples.lanparty;

import worldmesh.authority.node.Game;
import worldmesh.peer.Session;
import worldmesh.peer.World;
import worldmesh.samples.lanparty.model.Awaken;

/** The game as a headless node hosts it: {@code node.game: lan-party}. */
public final class LanPartyGame implements Game {
    @Override
    public String name() {
        return "lan-party";
    }

    @Override
    public World.Builder describe() {
        return GameWorld.builder();
    }

    @Override
    public void genesis(World world, Session session) {
        Awaken.island(world.self()).forEach(session::submit);
    }
}
