package worldmesh.peer.core;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.asset.AssetManifest;
import worldmesh.peer.asset.AssetStore;
import worldmesh.peer.asset.AssetView;
import worldmesh.peer.asset.PartRange;
import worldmesh.peer.asset.SafeName;
import worldmesh.peer.asset.Swarm;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.hash.Hash;

/** One file that this session knows of. Confined to the session's thread. */
final class AssetEntry {
    final AssetManifest manifest;
    final Hash id;

    /** Who offers it as a whole. */
    final Set<PeerId> offeredBy = new TreeSet<>();

    /** Who fetches it, and is told what is here. */
    final Set<PeerId> interested = new TreeSet<>();

    /** Who shares it, by its own word; null if only who offers it says so. */
    @Nullable PeerId sharer;

    AssetView.State state = AssetView.State.OFFERED;
    AssetStore.Place place = AssetStore.Place.FOLDER;

    @Nullable Swarm swarm;

    String path = "";
    String why = "";
    boolean finishing;

    AssetEntry(AssetManifest manifest) {
        this.manifest = manifest;
        this.id = manifest.id();
    }

    /** True if all of it is here. */
    boolean isWhole() {
        return state == AssetView.State.HERE || state == AssetView.State.SHARED;
    }

    boolean has(int part) {
        boolean inRange = part < manifest.parts();
        return inRange && (isWhole() || (swarm != null && swarm.has(part)));
    }

    List<PartRange> ranges() {
        if (swarm != null) {
            return swarm.ranges();
        }
        return isWhole() ? all() : List.of();
    }

    List<PartRange> all() {
        return manifest.parts() == 0 ? List.of() : List.of(new PartRange(0, manifest.parts()));
    }

    AssetView view() {
        long here = isWhole() ? manifest.size() : swarm == null ? 0 : swarm.bytesHere();
        PeerId teller = offeredBy.isEmpty() ? null : offeredBy.iterator().next();
        PeerId by = teller == null || sharer == null ? teller : sharer;
        int sources = swarm == null ? offeredBy.size() : swarm.sources();
        return new AssetView(id, SafeName.of(manifest.name()), manifest.size(), state, here, sources, by, path, why);
    }
}
