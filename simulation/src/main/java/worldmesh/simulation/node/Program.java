package worldmesh.simulation.node;

import java.util.function.BooleanSupplier;

/**
 * How the program of a machine was changed by its owner.
 *
 * @param mints true while its authority makes gold out of nothing
 * @param forgesStates true if it damages states that it sends to newcomers
 * @param lies true if it makes somebody richer in the states that it signs
 */
record Program(BooleanSupplier mints, boolean forgesStates, boolean lies) {}
