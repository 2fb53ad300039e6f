package worldmesh.mesh.link;

/** Why a datagram, or what was in it, was not taken. */
public enum Rejection {
    /** Too short, too long, or not the layout its first byte promises. */
    MALFORMED,
    /** The first byte means nothing. */
    UNKNOWN_KIND,
    /** No link, attempt or handshake has this connection id. */
    UNKNOWN_LINK,
    /** A record was changed on the way or made without the key. */
    FORGED,
    /** A record was received before or is too old to tell. */
    REPLAYED,
    /** A record under a key that is gone. */
    WRONG_EPOCH,
    /** A cookie, refusal or segment that does not belong to the attempt or handshake it names. */
    FOREIGN,
    /** A hello of another version. */
    WRONG_VERSION,
    /** A hello whose cookie was missing or stale; it was answered with a fresh one. */
    NO_COOKIE,
    /** More handshakes per second than one address may begin. */
    RATE_LIMITED,
    /** Too many handshakes were half open. */
    HALF_OPEN_FULL,
    /** Too many links. */
    LINKS_FULL,
    /** A handshake whose proofs did not hold. */
    HANDSHAKE_FAILED,
    /** A resumption by a ticket that this peer never gave, or not any more. */
    TICKET_UNKNOWN,
    /** A resumption by a ticket that has been used. */
    TICKET_REPLAYED,
    /** Reliable data that the user had no room for; it is sent again. */
    BACK_PRESSURE,
    /** A datagram of others that this peer did not carry; by reason in the counts of the relay. */
    NOT_RELAYED,
    /** A relayed datagram from who is not of the party, over two relays, or under too many names. */
    RELAY_UNWANTED,
    /** A datagram from an address that only ways through relays have here. */
    RELAY_FORGED,
    /** A datagram of this side whose relay is gone. */
    RELAY_GONE,
    /** A peer broke the protocol inside genuine records. */
    PROTOCOL_ERROR
}
