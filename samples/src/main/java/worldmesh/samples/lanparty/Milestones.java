package worldmesh.samples.lanparty;

import worldmesh.peer.port.AuthorityNotice;
import worldmesh.peer.port.AuthorityStatus;
import worldmesh.samples.lanparty.play.Diligence;

/** Hears how a peer gets on, on the game's thread; what only a driver of many peers needs may be left unheard. */
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

    /** Who holds what in the party, as this peer sees it; told again when it changed. */
    default void authority(AuthorityStatus status) {}

    /** So many players are linked, this one included; told again when it changed. */
    default void members(int present) {}

    /** The party's view has so many members now, this one included. */
    default void view(int members) {}

    /** One of this player's commands was accepted under an epoch. */
    default void answered(long epoch) {}

    /** One of this player's commands waits for the party's majority. */
    default void provisional() {}

    /** What a bot did, about once a second of a standing party. */
    default void acted(Diligence.Stint stint) {}

    /** The party's role moved, or its sides parted or met. */
    default void noticed(AuthorityNotice notice) {}

    /** Some times a second while no bot plays: what is still on its way from here, and the digest of the world. */
    void state(int waiting, String digest);
}
