package worldmesh.peer.admission;

import worldmesh.peer.event.RefusalReason;

/**
 * Why a peer is not let in.
 *
 * @param reason the code
 * @param detail for people
 */
public record Refusal(RefusalReason reason, String detail) {}
