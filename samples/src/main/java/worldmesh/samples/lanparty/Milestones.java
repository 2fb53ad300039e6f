package worldmesh.samples.lanparty;

/** Hears how a peer gets on, on the game's thread. */
public interface Milestones {
    /** The page is served at {@code url}. */
    void page(String url);

    /** The session is reached at {@code address}; others join by {@code invitation}, which only a host has. */
    void listening(String address, String invitation);

    /** The host's world is there, so long after it was asked for. */
    void joined(long millis);

    /** The player stands on the island. */
    void playing();

    /** The authority answers under an epoch; told again for every epoch. */
    void epoch(long epoch);

    /** Some times a second while no bot plays: what is still on its way from here, and the digest of the world. */
    void state(int waiting, String digest);
}
