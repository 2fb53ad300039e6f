package worldmesh.peer.asset;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.hash.Hash;

/**
 * A file as a player is shown it.
 *
 * @param id the hash of its manifest, and so of every byte of it
 * @param name what it would be saved as: never a path
 * @param size in bytes
 * @param bytesHere how many of them are here, verified
 * @param sources peers it is fetched from
 * @param offeredBy who shares it, else one of those who offer it; null for an own one, and while nobody does
 * @param path where it is, or will be; empty while it is only offered
 * @param why what stood in the way if it failed, else empty
 */
public record AssetView(
        Hash id,
        String name,
        long size,
        State state,
        long bytesHere,
        int sources,
        @Nullable PeerId offeredBy,
        String path,
        String why) {
    /** Where it is in its life. */
    public enum State {
        /** Somebody offers it. */
        OFFERED,
        /** What is here of it is looked through. */
        OPENING,
        /** On its way. */
        FETCHING,
        /** Here as a whole. */
        HERE,
        /** Offered to others from here. */
        SHARED,
        /** The disk refused it, or it is no more what was offered. */
        FAILED
    }
}
