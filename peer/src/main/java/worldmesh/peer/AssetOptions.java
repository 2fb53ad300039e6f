package worldmesh.peer;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where shared files go, and how fast they leave.
 *
 * @param downloads the folder for what a player accepts; null for {@code downloads} in the world's store
 * @param cacheBytesMax what fetched files take that a game asked for; the one not used for longest goes first
 * @param uploadBytesPerSecond what each peer is handed of files; 0 is what its link takes
 */
public record AssetOptions(@Nullable Path downloads, long cacheBytesMax, long uploadBytesPerSecond) {
    /** Refuses what cannot be. */
    public AssetOptions {
        if (cacheBytesMax < 0 || uploadBytesPerSecond < 0) {
            throw new IllegalArgumentException("a cache of " + cacheBytesMax + " bytes and uploads of "
                    + uploadBytesPerSecond + " bytes a second cannot be; both are 0 or more");
        }
    }

    /** A cache of one gigabyte, downloads in the store, no bound on uploads but the links. */
    public static AssetOptions defaults() {
        return new AssetOptions(null, 1L << 30, 0);
    }

    /** These options with another folder for what a player accepts. */
    public AssetOptions downloads(Path folder) {
        return new AssetOptions(folder, cacheBytesMax, uploadBytesPerSecond);
    }

    /** These options with so much handed to each peer in a second. */
    public AssetOptions uploadBytesPerSecond(long bytes) {
        return new AssetOptions(downloads, cacheBytesMax, bytes);
    }

    /** These options with another bound of the cache. */
    public AssetOptions cacheBytesMax(long bytes) {
        return new AssetOptions(downloads, bytes, uploadBytesPerSecond);
    }
}
