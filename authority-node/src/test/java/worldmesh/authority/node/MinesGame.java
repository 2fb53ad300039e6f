package worldmesh.authority.node;

import worldmesh.authority.pipeline.Mines;
import worldmesh.peer.Session;
import worldmesh.peer.World;

/** The mines as a game for nodes: it lays one vein when the world is founded. */
public final class MinesGame implements Game {
    /** Gold of the first vein. */
    static final long GOLD = 500;

    @Override
    public String name() {
        return "mines";
    }

    @Override
    public World.Builder describe() {
        return World.builder()
                .components(
                        Mines.Vein.class, Mines.Purse.class, Mines.Strikes.class, Mines.Stand.class, Mines.Sign.class)
                .commands(Mines.Lay.class, Mines.Enter.class, Mines.Mine.class, Mines.Mischief.class, Mines.Idle.class)
                .rules(Mines.rules());
    }

    @Override
    public void genesis(World world, Session session) {
        session.submit(new Mines.Lay(GOLD));
    }
}
