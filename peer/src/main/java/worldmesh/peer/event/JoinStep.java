package worldmesh.peer.event;

/** The five steps of joining a party, in this order. */
public enum JoinStep {
    /** Some party is known: one was heard on the local network, or an address or an invitation names one. */
    FOUND,
    /** The party to join is chosen, and asked. */
    CHOSEN,
    /** The link is encrypted, and both sides let each other in. */
    SECURED,
    /** The state of the world is here. */
    SYNCED,
    /** Changes come and go as they happen, and commands are answered. */
    CONTINUOUS
}
