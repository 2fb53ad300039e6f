package worldmesh.peer.asset;

import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import worldmesh.world.hash.Hash;

/**
 * Where parts of files lie. Every call comes back at once; its answer comes later, in an update of the session. A part
 * is handed out and taken only if it is what the manifest says.
 */
public interface AssetStore extends AutoCloseable {
    /** Where a fetched file goes. */
    enum Place {
        /** To the folder for what players accept, under a name of its own; it stays. */
        FOLDER,
        /** To the cache, which has a bound: what was not used for longest goes when another needs its room. */
        CACHE
    }

    /** What the store knows a file as. */
    enum Role {
        /** Offered from here. */
        SHARED,
        /** On its way here. */
        FETCHING,
        /** Fetched as a whole. */
        FETCHED
    }

    /**
     * A file that the store knows from before.
     *
     * @param path where the file is, or will be
     */
    record Known(AssetManifest manifest, Role role, Place place, String path) {}

    /**
     * What became of a call that opens a file.
     *
     * @param file null if it failed
     * @param here the parts that are there, verified
     * @param why what stood in the way; empty if nothing did
     */
    record Opened(@Nullable Known file, BitSet here, String why) {
        /** A failure. */
        public static Opened failed(String why) {
            return new Opened(null, new BitSet(), why);
        }
    }

    /** What is known from before. */
    void known(Consumer<List<Known>> answer);

    /** Hashes a file of the player's, which is offered from there. */
    void share(String path, Consumer<Opened> answer);

    /** Begins or resumes a file that is fetched; what is there of it is verified. */
    void open(AssetManifest manifest, Place place, Consumer<Opened> answer);

    /** Reads a part; null if it is not there, or no more what it was. */
    void read(Hash asset, int part, Consumer<byte @Nullable []> answer);

    /** Verifies a part and keeps it if it is right. */
    void write(Hash asset, int part, byte[] data, Consumer<Swarm.Stored> answer);

    /** Every part is there: gives the file its name. */
    void finish(Hash asset, Consumer<Opened> answer);

    /** Neither offers nor fetches a file any more; what a player shared or accepted as a whole stays. */
    void forget(Hash asset);

    /** What sharers had said of their files when {@link #keepClaims} was called last. */
    default void claims(Consumer<List<AssetClaim>> answer) {
        answer.accept(List.of());
    }

    /** Keeps what sharers have said of their files, in place of what was kept before. */
    default void keepClaims(List<AssetClaim> claims) {}

    @Override
    void close();
}
