package worldmesh.simulation.node;

import java.util.function.BooleanSupplier;

/**
 * How the program of a machine was changed by its owner.
 *
 * @param cheats true while its authority cheats
 * @param impersonates true if it cheats by commands in the names of others, false if by gold out of nothing
 * @param forgesStates true if it damages states that it sends to newcomers
 * @param lies true if it makes somebody richer in the states that it signs
 */
record Program(BooleanSupplier cheats, boolean impersonates, boolean forgesStates, boolean lies) {
    /** True while its rules make gold out of nothing. */
    boolean mints() {
        return !impersonates && cheats.getAsBoolean();
    }
}
