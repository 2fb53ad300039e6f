package worldmesh.samples.lanparty.action;

/** A line that was understood, ready to be done. */
@FunctionalInterface
public interface Action {
    /** Does it. */
    void perform(Hands hands);
}
