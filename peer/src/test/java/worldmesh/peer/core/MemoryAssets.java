package worldmesh.peer.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.asset.AssetClaim;
import worldmesh.peer.asset.AssetManifest;
import worldmesh.peer.asset.AssetStore;
import worldmesh.peer.asset.Swarm;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.hash.Hash;

/** A disk in memory that verifies as the real one does, and answers when it is told to. */
final class MemoryAssets implements AssetStore {
    final Map<Hash, Entry> files = new LinkedHashMap<>();
    final Map<String, byte[]> own = new LinkedHashMap<>();
    List<AssetClaim> claims = List.of();
    private final ArrayDeque<Runnable> answers = new ArrayDeque<>();

    /** Hands out other bytes than it has. */
    boolean lies;

    /** Takes nothing any more. */
    boolean full;

    int written;

    static final class Entry {
        Known known;
        final Map<Integer, byte[]> parts = new LinkedHashMap<>();

        Entry(Known known) {
            this.known = known;
        }
    }

    static byte[] random(int size, int seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static Entry cut(String name, byte[] content) {
        List<byte[]> chunks = new ArrayList<>();
        for (int at = 0; at < content.length; at += AssetManifest.CHUNK_BYTES) {
            chunks.add(java.util.Arrays.copyOfRange(
                    content, at, Math.min(content.length, at + AssetManifest.CHUNK_BYTES)));
        }
        List<byte[]> groups = new ArrayList<>();
        ByteWriter group = new ByteWriter();
        for (int i = 0; i < chunks.size(); i++) {
            group.bytes(Hash.of(chunks.get(i)).bytes());
            if (i % AssetManifest.GROUP_CHUNKS == AssetManifest.GROUP_CHUNKS - 1 || i == chunks.size() - 1) {
                groups.add(group.toBytes());
                group.reset();
            }
        }
        AssetManifest manifest = new AssetManifest(
                name, content.length, groups.stream().map(Hash::of).toList());
        Entry entry = new Entry(new Known(manifest, Role.SHARED, Place.FOLDER, "/own/" + name));
        List<byte[]> all = new ArrayList<>(groups);
        all.addAll(chunks);
        for (int i = 0; i < all.size(); i++) {
            entry.parts.put(i, all.get(i));
        }
        return entry;
    }

    void answer() {
        for (int left = answers.size(); left > 0; left--) {
            answers.removeFirst().run();
        }
    }

    /** Its process died: nobody hears the answers. */
    void restart() {
        answers.clear();
    }

    Entry file(Hash id) {
        return Objects.requireNonNull(files.get(id));
    }

    /** The numbers of the parts that are here. */
    Set<Integer> parts(Hash id) {
        Entry entry = files.get(id);
        return entry == null ? Set.of() : entry.parts.keySet();
    }

    byte[] content(Hash id) {
        Entry entry = Objects.requireNonNull(files.get(id));
        ByteWriter out = new ByteWriter();
        AssetManifest manifest = entry.known.manifest();
        for (int i = manifest.groups().size(); i < manifest.parts(); i++) {
            out.bytes(Objects.requireNonNull(entry.parts.get(i)));
        }
        return out.toBytes();
    }

    @Override
    public void known(Consumer<List<Known>> answer) {
        answers.add(() ->
                answer.accept(files.values().stream().map(entry -> entry.known).toList()));
    }

    @Override
    public void claims(Consumer<List<AssetClaim>> answer) {
        answers.add(() -> answer.accept(claims));
    }

    @Override
    public void keepClaims(List<AssetClaim> all) {
        claims = List.copyOf(all);
    }

    @Override
    public void share(String path, Consumer<Opened> answer) {
        byte[] content = own.get(path);
        Entry cut = content == null ? null : cut(path, content);
        if (cut != null) {
            files.put(cut.known.manifest().id(), cut);
        }
        answers.add(() ->
                answer.accept(cut == null ? Opened.failed("no such file") : new Opened(cut.known, new BitSet(), "")));
    }

    @Override
    public void open(AssetManifest manifest, Place place, Consumer<Opened> answer) {
        Entry entry = files.computeIfAbsent(
                manifest.id(), id -> new Entry(new Known(manifest, Role.FETCHING, place, "/part/" + id.brief())));
        BitSet here = new BitSet();
        entry.parts.keySet().forEach(here::set);
        answers.add(() -> answer.accept(new Opened(entry.known, here, "")));
    }

    @Override
    public void read(Hash asset, int part, Consumer<byte @Nullable []> answer) {
        Entry entry = files.get(asset);
        byte[] data = entry == null ? null : entry.parts.get(part);
        byte[] told = lies && data != null ? random(data.length, part) : data;
        answers.add(() -> answer.accept(told));
    }

    @Override
    public void write(Hash asset, int part, byte[] data, Consumer<Swarm.Stored> answer) {
        Entry entry = Objects.requireNonNull(files.get(asset));
        AssetManifest manifest = entry.known.manifest();
        boolean right;
        if (manifest.isGroup(part)) {
            right = manifest.isGroupRight(part, data);
        } else {
            byte[] group = entry.parts.get(manifest.groupOf(part));
            right = group != null && manifest.isChunkRight(part, group, data);
        }
        if (right && !full) {
            written++;
            entry.parts.put(part, data);
        }
        Swarm.Stored how = !right ? Swarm.Stored.WRONG : full ? Swarm.Stored.FAILED : Swarm.Stored.KEPT;
        answers.add(() -> answer.accept(how));
    }

    @Override
    public void finish(Hash asset, Consumer<Opened> answer) {
        Entry entry = Objects.requireNonNull(files.get(asset));
        AssetManifest manifest = entry.known.manifest();
        entry.known = new Known(manifest, Role.FETCHED, entry.known.place(), "/downloads/" + manifest.name());
        answers.add(() -> answer.accept(new Opened(entry.known, new BitSet(), "")));
    }

    @Override
    public void forget(Hash asset) {
        files.remove(asset);
    }

    @Override
    public void close() {}
}
