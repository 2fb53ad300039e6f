package worldmesh.peer;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import worldmesh.peer.asset.AssetStore;
import worldmesh.peer.asset.AssetView;
import worldmesh.peer.core.AssetDesk;
import worldmesh.peer.event.AssetEvent;
import worldmesh.peer.file.AssetDisk;
import worldmesh.runtime.time.Clock;
import worldmesh.world.hash.Hash;

/**
 * Files that players share, of up to 32 GiB: named by what is in them, fetched from everybody who has parts, resumed
 * after any end, verified part by part. News come as {@link AssetEvent}s. Confined to the world's thread, which never
 * waits for a disk.
 *
 * <pre>{@code
 * session.on(AssetEvent.class, event -> ask(event.asset()));
 * session.assets().share(Path.of("level.zip"));
 * session.assets().accept(offered.id());
 * }</pre>
 */
public final class Assets {
    private final Session session;
    private final AssetDisk disk;

    Assets(Session session, AssetDesk desk, AssetOptions options, Clock clock) {
        WorldShell shell = session.world().shell();
        Path downloads = options.downloads() == null ? shell.downloads() : options.downloads();
        this.session = session;
        this.disk = new AssetDisk(shell.assets(), downloads, options.cacheBytesMax(), shell.callbacks(), clock);
        desk.keepIn(disk, options.uploadBytesPerSecond());
    }

    /**
     * Offers a file of this machine to everybody in the party and whoever comes, also after a restart, until it changes
     * or is dropped. Completed inside {@code update} once it is hashed.
     */
    public CompletableFuture<AssetView> share(Path file) {
        CompletableFuture<AssetView> shared = new CompletableFuture<>();
        desk().share(file.toString(), opened -> {
            AssetStore.Known known = opened.file();
            if (known == null) {
                shared.completeExceptionally(new IllegalStateException("the file is not shared: " + opened.why()));
            } else {
                shared.complete(view(known.manifest().id()));
            }
        });
        return shared;
    }

    /** Fetches an offered file into the folder for downloads, under a name that is safe and not taken. */
    public void accept(Hash id) {
        fetch(id, AssetStore.Place.FOLDER);
    }

    /** Fetches an offered file into the cache, for the game; its view says where it is. */
    public void fetch(Hash id) {
        fetch(id, AssetStore.Place.CACHE);
    }

    private void fetch(Hash id, AssetStore.Place place) {
        if (!desk().fetch(id, place)) {
            throw new IllegalArgumentException("no file " + id.brief() + " is offered; all() lists those that are");
        }
    }

    /** Offers a file no more, or fetches it no more; what was accepted as a whole stays where it is. */
    public void drop(Hash id) {
        desk().drop(id);
    }

    /** All files that are offered, fetched and shared, the first known first. */
    public List<AssetView> all() {
        return desk().views();
    }

    private AssetView view(Hash id) {
        return all().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
    }

    private AssetDesk desk() {
        return session.checkedCore().assets();
    }

    void close() {
        disk.close();
    }
}
