package worldmesh.world.trust;

import worldmesh.runtime.identity.PeerId;

/** Decides whether the author of an owned write is the owner its claim names. A seam for planted bugs. */
@FunctionalInterface
public interface OwnershipCheck {
    /** The rule: author and owner are the same peer. */
    OwnershipCheck STRICT = PeerId::equals;

    /** True if the write counts. */
    boolean allows(PeerId author, PeerId owner);
}
