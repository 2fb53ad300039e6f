package worldmesh.simulation.schema;

import java.util.List;

/** A way by which records come into a program. Each keeps state of its own and belongs to one thread. */
interface Boundary {
    /** What reports call it. */
    String name();

    /** True if such records come this way. */
    boolean takes(Subject subject);

    /** True if this input fits through it at all, whatever it says. */
    default boolean fits(Input input) {
        return true;
    }

    /** What it makes of each input. */
    List<Ruling> rule(Subject subject, List<Input> inputs);
}
