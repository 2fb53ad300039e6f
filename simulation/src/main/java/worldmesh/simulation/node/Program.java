package worldmesh.simulation.node;

import java.util.function.BooleanSupplier;
import worldmesh.peer.port.CutPace;

/**
 * How the program of a machine was changed by its owner.
 *
 * @param cheats true while its authority cheats
 * @param impersonates true if it cheats by commands in the names of others, false if by gold out of nothing
 * @param forgesStates true if it damages states that it sends to newcomers
 * @param lies true if it makes somebody richer in the states that it signs
 * @param cuts how soon it settles what all have
 */
record Program(BooleanSupplier cheats, boolean impersonates, boolean forgesStates, boolean lies, CutPace cuts) {
    /** Cuts come in every run, also while somebody is away: all hear of each other every three seconds. */
    static final CutPace OFTEN = new CutPace(2_500, 8, 1 << 18);

    /** As it was made. */
    static Program honest() {
        return new Program(() -> false, false, false, false, CutPace.DEFAULT);
    }

    /** True while its rules make gold out of nothing. */
    boolean mints() {
        return !impersonates && cheats.getAsBoolean();
    }
}
