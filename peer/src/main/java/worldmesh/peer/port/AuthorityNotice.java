package worldmesh.peer.port;

import worldmesh.runtime.identity.PeerId;

/**
 * Something the players should know of the party's role.
 *
 * @param kind what happened
 * @param subject the peer it is about
 * @param text for people
 */
public record AuthorityNotice(Kind kind, PeerId subject, String text) {
    /** What happened. */
    public enum Kind {
        /** The role was taken. */
        TAKEN,
        /** This side lost its majority: answers are provisional. */
        PROVISIONAL,
        /** The sides are one again. */
        HEALED,
        /** The holder broke the rules and lost the role. */
        DEPOSED,
        /** Nobody sends this newcomer a state that can be believed. */
        UNSERVED,
        /** A side without a majority went on by itself. */
        ADOPTED,
        /** A branch that went on by itself lost against the other; its commands are judged again. */
        FORKED
    }
}
