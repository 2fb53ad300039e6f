package worldmesh.authority.store;

/** A row of a store is not what was written; restore the store from a backup or sync a new one from another peer. */
public final class StoreDamagedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With the whole message. */
    public StoreDamagedException(String message) {
        super(message);
    }

    static StoreDamagedException row(String what) {
        return new StoreDamagedException("the stored " + what
                + " is damaged; restore the store from a backup, or start with a new directory"
                + " and sync from another peer");
    }
}
