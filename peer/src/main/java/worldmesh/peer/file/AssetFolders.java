package worldmesh.peer.file;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import worldmesh.peer.asset.SafeName;
import worldmesh.world.hash.Hash;

/**
 * Where files lie.
 *
 * @param cache records, hashes, and what has the cache as its place
 * @param downloads what players accept
 */
record AssetFolders(Path cache, Path downloads) {
    static final String RECORD = ".asset";
    static final String TREE = ".tree";
    static final String PART = ".part";
    static final String DATA = ".data";

    /** Names tried for a file before its hash is made its name. */
    private static final int NAMES_MAX = 1_000;

    /** What sharers have said of their files. */
    Path claims() {
        return cache.resolve("claims");
    }

    Path record(Hash id) {
        return cache.resolve(id + RECORD);
    }

    Path tree(Hash id) {
        return cache.resolve(id + TREE);
    }

    Path data(Hash id) {
        return cache.resolve(id + DATA);
    }

    Path partInCache(Hash id) {
        return cache.resolve(id + PART);
    }

    Path partInDownloads(Hash id) {
        return downloads.resolve("." + id + PART);
    }

    /** A name in the folder for downloads that is not taken; whatever somebody else called it, it is in there. */
    Path free(String name, Hash id) {
        String safe = SafeName.of(name);
        int dot = safe.lastIndexOf('.');
        String stem = dot > 0 ? safe.substring(0, dot) : safe;
        String ending = dot > 0 ? safe.substring(dot) : "";
        for (int i = 1; i < NAMES_MAX; i++) {
            Path path = downloads.resolve(i == 1 ? safe : stem + " (" + i + ")" + ending);
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                return path;
            }
        }
        return downloads.resolve(id.toString());
    }
}
