package worldmesh.authority.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.authority.journal.JournalOpenException;
import worldmesh.authority.journal.RocksDeltaJournal;
import worldmesh.authority.pipeline.Mines;
import worldmesh.peer.checkup.Remedy;
import worldmesh.runtime.identity.Signer;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.world.component.Component;
import worldmesh.world.component.Owned;
import worldmesh.world.component.Schema;
import worldmesh.world.entity.EntityId;
import worldmesh.world.replica.Replica;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.Hosting;
import worldmesh.world.trust.Membership;
import worldmesh.world.trust.ReplicaIdentity;
import worldmesh.world.trust.WorldManifest;

/** Two real stores, each with one thing that is not as in the other. */
class StoreDiffIT {
    private static final Schema SIGNS = Schema.of(Mines.Sign.class, Hut.class);

    private final SimulatedSignatures signatures = new SimulatedSignatures();
    private final Signer root = signatures.signer(0);
    private final WorldManifest manifest = founding("isle");

    @TempDir
    Path directory;

    /** A component, and what a second program makes of it. */
    @Component("hut")
    record Hut(int rooms) {}

    @Component("hut")
    record TallHut(int rooms, int floors) {}

    @Component("hut")
    @Owned
    record OwnHut(int rooms) {}

    private WorldManifest founding(String name) {
        var when = new WorldManifest.Founding(1000, 5);
        return WorldManifest.found(name, Membership.OPEN, Hosting.PARTY, when, root);
    }

    /** A store that a program with these components opened, in which a replica of that number wrote these texts. */
    private Path store(String name, Schema schema, WorldManifest world, long nonce, String... texts) {
        Path path = directory.resolve(name);
        try (JournalWorldStore store = new JournalWorldStore(RocksDeltaJournal.open(path, Runnable::run))) {
            store.found(world);
            ReplicaIdentity self = ReplicaIdentity.draw(world.worldId(), root, nonce);
            Replica replica = new Replica(world, schema, self, signatures);
            replica.learn(self.certificate());
            store.load(replica);
            if (texts.length > 0) {
                EntityId sign = replica.spawn(SectorId.ORIGIN, new Mines.Sign("first"));
                for (String text : texts) {
                    replica.put(sign, new Mines.Sign(text));
                    store.append(replica.seal(2_000), replica.proofs());
                }
            }
        }
        return path;
    }

    private Path store(String name, String... texts) {
        return store(name, SIGNS, manifest, 1, texts);
    }

    private StoreDiff.Report diff(Path one, Path other) {
        return StoreDiff.of(one, other, signatures);
    }

    private static List<String> named(StoreDiff.Report report) {
        return report.findings().stream()
                .map(finding -> finding.check() + " " + finding.subject())
                .toList();
    }

    @Test
    void copiesOfOneStoreAreTheSameAlsoAsABackup() {
        Path one = store("one", "hello");
        Path file = directory.resolve("world.backup");
        WorldBackup.save(one, file, signatures);
        Path other = directory.resolve("other");
        WorldBackup.restore(file, other, signatures);

        assertTrue(diff(one, other).same(), () -> diff(one, other).toString());
        assertTrue(diff(one, file).same(), () -> diff(one, file).toString());
    }

    @Test
    void whoLacksBatchesLagsAndIsNotBlamed() {
        StoreDiff.Report report = diff(store("one", "hello", "again"), store("other", "hello"));

        assertTrue(report.healthy(), report.toString());
        assertEquals(List.of(new StoreDiff.Lag(SectorId.ORIGIN, 0, 1)), report.lags());
        assertFalse(report.same());
    }

    @Test
    void aCopiedKeyIsNamedAndItsRemedyMovesItAside() throws IOException {
        Path one = store("one", "hello");
        Path other = store("other", "hello");
        Files.write(one.resolve("identity.key"), new byte[] {1, 2, 3});
        Files.write(other.resolve("identity.key"), new byte[] {1, 2, 3});

        StoreDiff.Report report = diff(one, other);

        assertEquals(List.of("ids peer"), named(report));
        String key = other.resolve("identity.key").toString();
        assertEquals(
                "there run mv " + key + " " + key + ".copy",
                report.findings().get(0).remedies().get(0).text());
    }

    @Test
    void aReplicaThatWasRunTwiceIsNamedWithItsAuthorAndWhatItBrought() {
        StoreDiff.Report report = diff(store("one", "hello"), store("other", "good bye"));

        assertEquals(1, report.findings().size(), report.toString());
        StoreDiff.Finding fork = report.findings().get(0);
        assertEquals("ids", fork.check());
        assertTrue(fork.subject().endsWith("by " + root.peer().brief()), fork.subject());
        assertTrue(fork.here().contains("brings entity "), fork.here());
        assertEquals(Remedy.Action.RUN, fork.remedies().get(0).action());
    }

    @Test
    void anotherDeclarationIsNamedWithWhatItWouldHaveToBe() {
        Path one = store("one", "hello");

        StoreDiff.Report drift = diff(one, store("tall", Schema.of(Mines.Sign.class, TallHut.class), manifest, 2));
        StoreDiff.Report rules = diff(one, store("own", Schema.of(Mines.Sign.class, OwnHut.class), manifest, 2));

        assertEquals(List.of("components hut field 2"), named(drift));
        assertTrue(drift.findings().get(0).remedies().get(0).text().startsWith("there declare component hut kind="));
        assertEquals(List.of("rules hut trust"), named(rules));
        assertEquals("shared", rules.findings().get(0).here());
        assertEquals("owned", rules.findings().get(0).there());
    }

    @Test
    void otherCellsOfTheSameHistoryAreNamedWithTheirComponent() {
        Path one = folded("one", "hello");
        Path other = folded("other", "hallo");

        StoreDiff.Report report = diff(one, other);

        assertEquals(1, report.findings().size(), report.toString());
        StoreDiff.Finding cell = report.findings().get(0);
        assertEquals("cells", cell.check());
        assertTrue(cell.subject().contains(" sign in sector "), cell.subject());
        assertTrue(cell.here().contains(" by " + root.peer().brief()), cell.here());
    }

    /** A store with a state alone, of which no batch is left. */
    private Path folded(String name, String text) {
        Path path = store(name);
        ReplicaIdentity self = ReplicaIdentity.draw(manifest.worldId(), root, 1);
        Replica replica = new Replica(manifest, SIGNS, self, signatures);
        replica.learn(self.certificate());
        replica.spawn(SectorId.ORIGIN, new Mines.Sign(text));
        replica.seal(2_000);
        try (JournalWorldStore store = new JournalWorldStore(RocksDeltaJournal.open(path, Runnable::run))) {
            store.append(replica.snapshot(SectorId.ORIGIN));
            store.append(List.of(), replica.proofs());
        }
        return path;
    }

    @Test
    void ofTwoWorldsOnlyTheDeclarationsAreCompared() {
        Path other = store("other", Schema.of(Mines.Sign.class, TallHut.class), founding("rock"), 1, "good bye");

        StoreDiff.Report report = diff(store("one", "hello"), other);

        assertEquals(List.of("world ", "components hut field 2"), named(report));
        assertTrue(report.findings().get(0).here().startsWith("isle ("));
    }

    @Test
    void aStoreThatDoesNotSayWhatIsDeclaredIsSkippedInWords() {
        StoreDiff.Report report = diff(store("one", "hello"), store("tool", Schema.of(), manifest, 1));

        assertTrue(report.healthy());
        assertTrue(report.skipped().contains("open it once"), report.skipped());
    }

    @Test
    void whatIsNoStoreOrDamagedIsRefusedInWords() throws IOException {
        Path one = store("one", "hello");
        Path empty = Files.createDirectory(directory.resolve("empty"));
        Path text = Files.writeString(directory.resolve("notes.txt"), "no backup");
        Path later = Files.createDirectory(directory.resolve("later"));
        Files.writeString(later.resolve("FORMAT"), "worldmesh-store 99\n");
        Path whole = directory.resolve("whole.backup");
        WorldBackup.save(one, whole, signatures);
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(directory.resolve("cut.backup"), Arrays.copyOf(bytes, bytes.length / 2));
        bytes[bytes.length / 2] ^= 0x10;
        Path flipped = Files.write(directory.resolve("flipped.backup"), bytes);

        assertRefused(IllegalArgumentException.class, one, directory.resolve("gone"), "does not exist; name");
        assertRefused(IllegalArgumentException.class, one, one, "is named twice");
        assertRefused(JournalOpenException.class, one, empty, "is not a store of this program");
        assertRefused(JournalOpenException.class, one, later, "has format 99, this program reads up to");
        assertRefused(UncheckedIOException.class, one, text, "does not begin with");
        assertRefused(UncheckedIOException.class, cut, one, "is no whole backup");
        assertRefused(UncheckedIOException.class, one, flipped, "is no whole backup");
        try (RocksDeltaJournal journal = RocksDeltaJournal.open(directory.resolve("bare"), Runnable::run)) {
            journal.commit(new JournalBatch().put(new byte[] {0x7F}, new byte[] {1}));
        }
        assertRefused(IllegalStateException.class, one, directory.resolve("bare"), "holds no world");
    }

    private void assertRefused(Class<? extends RuntimeException> kind, Path one, Path other, String words) {
        RuntimeException refused = assertThrows(kind, () -> diff(one, other));
        assertTrue(String.valueOf(refused.getMessage()).contains(words), refused.toString());
    }
}
