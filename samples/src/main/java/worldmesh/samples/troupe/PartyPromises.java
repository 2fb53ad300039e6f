package worldmesh.samples.troupe;

/** What every run of a party must keep, whatever happened to it; each kind of run adds its own demands. */
public interface PartyPromises {
    /** True if all stores hold the same world. */
    boolean converged();

    /** Commands that players hold receipts for. */
    int acked();

    /** Of those, how many some peer's log lacks. */
    int lostAcks();

    /** Commands that stand in some peer's log more than once. */
    int duplicateEffects();

    /** Gold in all accounts when a holder was killed first. */
    long goldBefore();

    /** The same at the end. */
    long goldAfter();

    /** True if everything the first victim had decided is in the party's log at the end. */
    boolean restored();

    /** True if nothing acknowledged was lost or doubled, and all have the same world with the same gold. */
    default boolean keepsPromises() {
        return converged()
                && acked() > 0
                && lostAcks() == 0
                && duplicateEffects() == 0
                && goldBefore() == goldAfter()
                && goldBefore() > 0
                && restored();
    }
}
