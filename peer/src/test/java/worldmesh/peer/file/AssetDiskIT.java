package worldmesh.peer.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.peer.asset.AssetClaim;
import worldmesh.peer.asset.AssetManifest;
import worldmesh.peer.asset.AssetStore.Known;
import worldmesh.peer.asset.AssetStore.Opened;
import worldmesh.peer.asset.AssetStore.Place;
import worldmesh.peer.asset.AssetStore.Role;
import worldmesh.peer.asset.Swarm.Stored;
import worldmesh.runtime.time.SystemClock;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.world.hash.Hash;

/** Real files: two disks, one that has a file and one that fetches it. */
class AssetDiskIT {
    @TempDir
    Path root;

    private final List<AssetDisk> opened = new ArrayList<>();

    private AssetDisk disk(String name) {
        return disk(name, 1L << 30);
    }

    private AssetDisk disk(String name, long cacheBytes) {
        AssetDisk disk = new AssetDisk(
                root.resolve(name).resolve("assets"),
                root.resolve(name).resolve("downloads"),
                cacheBytes,
                Runnable::run,
                SystemClock.INSTANCE);
        opened.add(disk);
        return disk;
    }

    @AfterEach
    void closeAll() {
        opened.forEach(AssetDisk::close);
    }

    private static <T extends @Nullable Object> T ask(Consumer<Consumer<T>> call) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        call.accept(answer::complete);
        return answer.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private Path file(String name, int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return Files.write(root.resolve(name), bytes);
    }

    private static AssetManifest share(AssetDisk disk, Path file) {
        Opened shared = ask(answer -> disk.share(file.toString(), answer));
        Known known = Objects.requireNonNull(shared.file(), shared.why());
        return known.manifest();
    }

    private static Opened open(AssetDisk disk, AssetManifest manifest, Place place) {
        return ask(answer -> disk.open(manifest, place, answer));
    }

    private static byte @Nullable [] read(AssetDisk disk, Hash id, int part) {
        return AssetDiskIT.<byte @Nullable []>ask(answer -> disk.read(id, part, answer));
    }

    private static Stored copy(AssetDisk from, AssetDisk to, AssetManifest manifest, int part) {
        byte[] data = Objects.requireNonNull(read(from, manifest.id(), part));
        return ask(answer -> to.write(manifest.id(), part, data, answer));
    }

    private static Stored write(AssetDisk to, AssetManifest manifest, byte[] data) {
        return ask(answer -> to.write(manifest.id(), 1, data, answer));
    }

    private static Path fetch(AssetDisk from, AssetDisk to, AssetManifest manifest, Place place) {
        assertNotNull(open(to, manifest, place).file());
        for (int part = 0; part < manifest.parts(); part++) {
            assertEquals(Stored.KEPT, copy(from, to, manifest, part));
        }
        Opened finished = ask(answer -> to.finish(manifest.id(), answer));
        Known known = Objects.requireNonNull(finished.file(), finished.why());
        return Path.of(known.path());
    }

    @Test
    void aFileArrivesByteForByte() throws IOException {
        for (int size : new int[] {0, 1, 32_768, 100_000, 33_600_000}) {
            Path own = file("level" + size, size);
            AssetManifest manifest = share(disk("a" + size), own);

            Path there = fetch(opened.get(opened.size() - 1), disk("b" + size), manifest, Place.FOLDER);

            assertEquals(-1, Files.mismatch(own, there));
            assertEquals("level" + size, String.valueOf(there.getFileName()));
        }
    }

    @Test
    void aCrashAfterAnyWriteLosesNothingThatWasVerified() throws IOException {
        Path own = file("level", 400_000);
        AssetDisk from = disk("a");
        AssetManifest manifest = share(from, own);
        for (int written = 0; written <= manifest.parts(); written++) {
            AssetDisk crashed = disk("b" + written);
            open(crashed, manifest, Place.FOLDER);
            for (int part = 0; part < written; part++) {
                copy(from, crashed, manifest, part);
            }

            AssetDisk next = disk("b" + written); // beside the one that never closed its files
            List<Known> known = ask(next::known);
            BitSet here = open(next, manifest, Place.FOLDER).here();

            assertEquals(Role.FETCHING, known.get(0).role());
            assertEquals(written, here.cardinality());
            assertEquals(written, here.length());
        }
    }

    @Test
    void aCrashBetweenRecordAndNameIsMadeGood() throws IOException {
        Path own = file("level", 100_000);
        AssetDisk from = disk("a");
        AssetManifest manifest = share(from, own);
        AssetDisk to = disk("b");
        Path there = fetch(from, to, manifest, Place.FOLDER);
        to.close();
        Files.move(there, there.resolveSibling("." + manifest.id() + ".part"));

        List<Known> known = ask(disk("b")::known);

        assertEquals(Role.FETCHED, known.get(0).role());
        assertEquals(-1, Files.mismatch(own, there));
    }

    @Test
    void flippedBitsAreFoundOnOpeningAndOnReading() throws IOException {
        Path own = file("level", 400_000);
        AssetDisk from = disk("a");
        AssetManifest manifest = share(from, own);
        AssetDisk to = disk("b");
        Known begun = Objects.requireNonNull(open(to, manifest, Place.FOLDER).file());
        for (int part = 0; part < manifest.parts(); part++) {
            copy(from, to, manifest, part);
        }
        flip(Path.of(begun.path()), 70_000);

        assertNull(read(to, manifest.id(), 3));
        BitSet here = open(disk("b"), manifest, Place.FOLDER).here();

        assertFalse(here.get(3));
        assertEquals(manifest.parts() - 1, here.cardinality());
        assertEquals(Stored.KEPT, copy(from, to, manifest, 3));
        assertNotNull(read(to, manifest.id(), 3));
    }

    private static void flip(Path file, long at) throws IOException {
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek(at);
            int value = raw.read();
            raw.seek(at);
            raw.write(value ^ 4);
        }
    }

    @Test
    void flippedHashesCostTheirChunksAndNothingElse() throws IOException {
        Path own = file("level", 400_000);
        AssetDisk from = disk("a");
        AssetManifest manifest = share(from, own);
        AssetDisk to = disk("b");
        open(to, manifest, Place.FOLDER);
        for (int part = 0; part < manifest.parts(); part++) {
            copy(from, to, manifest, part);
        }
        to.close();
        flip(root.resolve("b").resolve("assets").resolve(manifest.id() + ".tree"), 40);

        AssetDisk next = disk("b");

        assertEquals(0, open(next, manifest, Place.FOLDER).here().cardinality());
        assertEquals(Stored.KEPT, copy(from, next, manifest, 0));
        assertEquals(
                manifest.parts(), open(disk("b"), manifest, Place.FOLDER).here().cardinality());
    }

    @Test
    void wrongPartsAreNotKept() throws IOException {
        AssetDisk from = disk("a");
        AssetManifest manifest = share(from, file("level", 100_000));
        AssetDisk to = disk("b");
        open(to, manifest, Place.FOLDER);
        copy(from, to, manifest, 0);

        assertEquals(Stored.WRONG, write(to, manifest, new byte[32_768]));
        assertEquals(Stored.WRONG, write(to, manifest, new byte[1]));
        assertNull(read(to, manifest.id(), 1));
    }

    @Test
    void hostileNamesStayInTheFolder() throws IOException {
        Path own = file("level", 1_000);
        AssetDisk from = disk("a");
        AssetManifest shared = share(from, own);
        AssetDisk to = disk("b");
        Path downloads = root.resolve("b").resolve("downloads").toAbsolutePath();
        List<String> names = List.of(
                "../x", "/etc/passwd", "a\0b", "..", ".", "", "CON", "C:\\x", "x".repeat(255), "a/../../y", "~/z", "x");
        byte[] group = Objects.requireNonNull(read(from, shared.id(), 0));
        byte[] chunk = Objects.requireNonNull(read(from, shared.id(), 1));

        for (String name : names) {
            AssetManifest manifest = new AssetManifest(name, shared.size(), shared.groups());
            open(to, manifest, Place.FOLDER);
            Stored first = ask(answer -> to.write(manifest.id(), 0, group, answer));
            Stored second = ask(answer -> to.write(manifest.id(), 1, chunk, answer));
            Opened finished = ask(answer -> to.finish(manifest.id(), answer));

            assertEquals(List.of(Stored.KEPT, Stored.KEPT), List.of(first, second));
            Known known = Objects.requireNonNull(finished.file(), finished.why());
            assertEquals(downloads, Path.of(known.path()).getParent(), name);
        }
        try (Stream<Path> files = Files.list(downloads)) {
            assertEquals(names.size(), files.count()); // none took the place of another
        }
    }

    @Test
    void anOwnFileThatChangedIsOfferedNoMore() throws IOException {
        Path own = file("level", 100_000);
        AssetDisk disk = disk("a");
        AssetManifest manifest = share(disk, own);
        Files.write(own, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);

        assertTrue(ask(disk("a")::known).isEmpty());
        flip(own, 5);
        assertNull(read(disk, manifest.id(), 1));
        assertTrue(Files.exists(own));
    }

    @Test
    void aFileThatIsNotThereIsSaidSo() {
        Opened shared = ask(answer -> disk("a").share(root.resolve("none").toString(), answer));

        assertNull(shared.file());
        assertTrue(shared.why().contains("no file"), shared.why());
    }

    @Test
    void theCacheKeepsItsBoundAndWhatWasUsedLast() throws IOException {
        AssetDisk from = disk("a");
        AssetDisk to = disk("b", 250_000);
        AssetManifest one = share(from, file("one", 100_001));
        AssetManifest two = share(from, file("two", 100_002));
        AssetManifest three = share(from, file("three", 100_003));
        Path first = fetch(from, to, one, Place.CACHE);
        Path second = fetch(from, to, two, Place.CACHE);
        Path assets = root.resolve("b").resolve("assets");
        Files.setLastModifiedTime(
                assets.resolve(one.id() + ".asset"), java.nio.file.attribute.FileTime.fromMillis(9_000_000_000_000L));

        Path third = fetch(from, to, three, Place.CACHE);

        assertTrue(Files.exists(first));
        assertFalse(Files.exists(second));
        assertTrue(Files.exists(third));
        AssetManifest large = share(from, file("large", 300_000));
        Opened refused = open(to, large, Place.CACHE);
        assertNull(refused.file());
        assertTrue(refused.why().contains("peer.assets.cache-megabytes"), refused.why());
    }

    @Test
    void whatIsForgottenIsGoneButAnAcceptedFileStays() throws IOException {
        AssetDisk from = disk("a");
        Path own = file("level", 100_000);
        AssetManifest manifest = share(from, own);
        AssetDisk to = disk("b");
        Path accepted = fetch(from, to, manifest, Place.FOLDER);

        to.forget(manifest.id());
        from.forget(manifest.id());

        assertTrue(ask(to::known).isEmpty());
        assertTrue(ask(from::known).isEmpty());
        assertTrue(Files.exists(accepted));
        assertTrue(Files.exists(own));
        assertArrayEquals(Files.readAllBytes(own), Files.readAllBytes(accepted));
    }

    @Test
    void damagedRecordsAreLeftAside() throws IOException {
        AssetDisk from = disk("a");
        AssetManifest manifest = share(from, file("level", 100_000));
        Path record = root.resolve("a").resolve("assets").resolve(manifest.id() + ".asset");
        byte[] whole = Files.readAllBytes(record);
        for (int length = 0; length < whole.length; length++) {
            Files.write(record, java.util.Arrays.copyOf(whole, length));
            assertTrue(ask(from::known).isEmpty());
        }
        Files.write(record, whole);
        assertEquals(1, ask(from::known).size());
    }

    @Test
    void whatSharersSaidIsKeptAndNothingOfADamagedFile() throws IOException {
        SimulatedSignatures signatures = new SimulatedSignatures();
        AssetClaim shared = AssetClaim.of(signatures.signer(1), new byte[32], Hash.of(new byte[] {1}), 5);
        AssetClaim over = shared.end(signatures.signer(1), new byte[32], 4);
        AssetDisk disk = disk("a");
        assertTrue(ask(disk::claims).isEmpty());

        disk.keepClaims(List.of(shared, over));
        assertEquals(2, ask(disk::claims).size());
        List<AssetClaim> kept = ask(disk("a")::claims);

        assertEquals(List.of(5L, 6L), kept.stream().map(AssetClaim::worldMillis).toList());
        assertTrue(kept.stream().allMatch(claim -> claim.isGenuine(new byte[32], signatures)));
        Path file = root.resolve("a").resolve("assets").resolve("claims");
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            assertTrue(ask(disk::claims).isEmpty());
        }
    }
}
