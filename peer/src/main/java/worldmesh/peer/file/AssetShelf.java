package worldmesh.peer.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import worldmesh.peer.asset.AssetManifest;
import worldmesh.peer.asset.AssetStore.Place;
import worldmesh.peer.asset.AssetStore.Role;
import worldmesh.world.hash.Hash;

/** The records of files and the room they take. Confined to the disk's thread. */
final class AssetShelf {
    /** Records looked at on opening; a session knows no more files. */
    static final int RECORDS_MAX = 256;

    private static final Logger log = LoggerFactory.getLogger(AssetShelf.class);

    private final AssetFolders folders;
    private final long cacheBytesMax;

    AssetShelf(AssetFolders folders, long cacheBytesMax) {
        this.folders = folders;
        this.cacheBytesMax = cacheBytesMax;
    }

    private record Dated(AssetRecord record, FileTime used) {}

    /** The records whose files are what they were; of the rest, what is left is removed. */
    List<AssetRecord> sound() throws IOException {
        List<AssetRecord> sound = new ArrayList<>();
        for (Dated each : all()) {
            AssetRecord record = settled(each.record());
            if (record == null) {
                log.info(
                        "asset.gone asset={} path={}",
                        each.record().manifest().id().brief(),
                        each.record().path());
                forget(each.record());
            } else {
                sound.add(record);
            }
        }
        return sound;
    }

    private List<Dated> all() throws IOException {
        List<Dated> all = new ArrayList<>();
        if (!Files.isDirectory(folders.cache())) {
            return all;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folders.cache(), "*" + AssetFolders.RECORD)) {
            for (Path file : files) {
                AssetRecord record = AssetRecord.read(file);
                if (record != null && all.size() < RECORDS_MAX && file.equals(folders.record(idOf(record)))) {
                    all.add(new Dated(record, Files.getLastModifiedTime(file)));
                } else {
                    log.warn("asset.record.ignored file={}", file.getFileName());
                }
            }
        }
        return all;
    }

    private static Hash idOf(AssetRecord record) {
        return record.manifest().id();
    }

    private @Nullable AssetRecord settled(AssetRecord record) throws IOException {
        return switch (record.role()) {
            case FETCHING -> record;
            case SHARED -> isUnchanged(record) ? record : null;
            case FETCHED -> named(record);
        };
    }

    private static boolean isUnchanged(AssetRecord record) throws IOException {
        Path path = record.path();
        return Files.isRegularFile(path)
                && Files.size(path) == record.manifest().size()
                && Files.getLastModifiedTime(path).toMillis() == record.modifiedMillis();
    }

    /** A crash may have come between the record and the new name. */
    private @Nullable AssetRecord named(AssetRecord record) throws IOException {
        Path part = part(record);
        if (!Files.exists(record.path()) && Files.exists(part)) {
            Files.move(part, record.path());
        }
        boolean there = Files.isRegularFile(record.path())
                && Files.size(record.path()) == record.manifest().size();
        return there ? record : null;
    }

    /** Where a file lies while it is fetched. */
    Path part(AssetRecord record) {
        Hash id = idOf(record);
        return record.place() == Place.CACHE ? folders.partInCache(id) : folders.partInDownloads(id);
    }

    @Nullable AssetRecord find(Hash id) throws IOException {
        Path file = folders.record(id);
        return Files.exists(file) ? AssetRecord.read(file) : null;
    }

    /** The record of a file that is fetched from now on, or was before. */
    AssetRecord begin(AssetManifest manifest, Place place) throws IOException {
        AssetRecord before = find(manifest.id());
        if (before != null && before.role() == Role.FETCHING) {
            return before;
        }
        Files.createDirectories(folders.cache());
        if (place == Place.CACHE) {
            makeRoom(manifest.size());
        } else {
            Files.createDirectories(folders.downloads());
        }
        AssetRecord begun = new AssetRecord(manifest, Role.FETCHING, place, Path.of(""), 0);
        AssetRecord record = begun.as(Role.FETCHING, part(begun).toAbsolutePath());
        record.write(folders.record(manifest.id()));
        return record;
    }

    /** Gives a whole file its name; the record says so first, so that a crash between is made good. */
    AssetRecord finish(AssetRecord record) throws IOException {
        Hash id = idOf(record);
        Path to = record.place() == Place.CACHE
                ? folders.data(id)
                : folders.free(record.manifest().name(), id);
        AssetRecord fetched = record.as(Role.FETCHED, to.toAbsolutePath());
        fetched.write(folders.record(id));
        Files.move(record.path(), fetched.path());
        return fetched;
    }

    /** A file is used: it leaves the cache later than others. */
    void touch(AssetRecord record, long nowMillis) throws IOException {
        Files.setLastModifiedTime(folders.record(idOf(record)), FileTime.fromMillis(nowMillis));
    }

    /** Removes what was not used for longest until a file of {@code size} fits the cache. */
    private void makeRoom(long size) throws IOException {
        List<Dated> cached = new ArrayList<>(all().stream()
                .filter(each -> each.record().place() == Place.CACHE)
                .toList());
        cached.sort(Comparator.comparing(Dated::used));
        long taken = cached.stream()
                .mapToLong(each -> each.record().manifest().size())
                .sum();
        for (Dated each : cached) {
            if (taken + size > cacheBytesMax && each.record().role() == Role.FETCHED) {
                forget(each.record());
                taken -= each.record().manifest().size();
            }
        }
        if (taken + size > cacheBytesMax) {
            throw new IOException("the cache for files takes " + cacheBytesMax + " bytes, of which " + taken
                    + " are on their way, and this file has " + size
                    + "; raise peer.assets.cache-megabytes, or accept it into the folder for downloads");
        }
    }

    /** Removes what is kept of a file but what is a player's own, or was accepted as a whole. */
    void forget(AssetRecord record) throws IOException {
        Hash id = idOf(record);
        Files.deleteIfExists(folders.record(id));
        Files.deleteIfExists(folders.tree(id));
        if (record.role() == Role.FETCHING) {
            Files.deleteIfExists(part(record));
        } else if (record.role() == Role.FETCHED && record.place() == Place.CACHE) {
            Files.deleteIfExists(folders.data(id));
        }
    }
}
