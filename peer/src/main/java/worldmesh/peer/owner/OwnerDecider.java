package worldmesh.peer.owner;

/** The game's say on requests for what this player owns. Called inside {@code update}, on the world's thread. */
@FunctionalInterface
public interface OwnerDecider {
    /** The policy where the game says nothing: whoever asks gets it. */
    OwnerDecider GRANT = OwnerAsk::grant;

    /** Takes a request: grants or refuses it now, or keeps it and does so later. */
    void decide(OwnerAsk ask);
}
