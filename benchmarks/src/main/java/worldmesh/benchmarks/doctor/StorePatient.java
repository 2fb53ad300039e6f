package worldmesh.benchmarks.doctor;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import worldmesh.authority.journal.RocksDeltaJournal;
import worldmesh.authority.store.JournalWorldStore;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.peer.checkup.Remedy;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.entity.EntityId;
import worldmesh.world.replica.Replica;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.Hosting;
import worldmesh.world.trust.Membership;
import worldmesh.world.trust.ReplicaIdentity;
import worldmesh.world.trust.WorldManifest;

/** Two stores of one world, each with the program that opens it. */
final class StorePatient implements Patient {
    private static final long NOON = 1_000_000L;
    private static final String LAUNCHER = "./worldmesh ";

    private final Commands commands;
    private final WorkDirectory directory = new WorkDirectory();
    private final Signer founder;
    private final WorldManifest manifest;
    private final Path first;
    private final Path second;
    private DeclaredGame mine;
    private DeclaredGame theirs;

    private StorePatient(Commands commands, DeclaredGame mine, DeclaredGame theirs) {
        this.commands = commands;
        this.founder = Ed25519Signer.generate(new SecureRandom());
        this.manifest = WorldManifest.found(
                "isle", Membership.OPEN, Hosting.PARTY, new WorldManifest.Founding(NOON, 5), founder);
        this.first = directory.path().resolve("ann");
        this.second = directory.path().resolve("ben");
        this.mine = mine;
        this.theirs = theirs;
        open(first, mine, 1, "hello");
        open(second, theirs, 1, "hello");
    }

    /** Two programs that declare these, and have the same history. */
    static StorePatient declaring(Commands commands, DeclaredGame mine, DeclaredGame theirs) {
        return new StorePatient(commands, mine, theirs);
    }

    /** The second store has the first one's key. */
    static StorePatient withCopiedKey(Commands commands) {
        StorePatient patient = new StorePatient(commands, DeclaredGame.with(), DeclaredGame.with());
        byte[] key = new byte[64];
        new SecureRandom().nextBytes(key);
        try {
            Files.write(patient.first.resolve("identity.key"), key);
            Files.write(patient.second.resolve("identity.key"), key);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a key", e);
        }
        return patient;
    }

    /** The second store was copied while it ran, and both went on as the same replica. */
    static StorePatient runTwice(Commands commands) {
        StorePatient patient = new StorePatient(commands, DeclaredGame.with(), DeclaredGame.with());
        patient.open(patient.first, patient.mine, 2, "by the river");
        patient.open(patient.second, patient.theirs, 2, "on the hill");
        return patient;
    }

    /** A program opens a store and, as the replica of that number, puts up a sign. */
    private void open(Path path, DeclaredGame program, long nonce, String text) {
        try (JournalWorldStore store = new JournalWorldStore(RocksDeltaJournal.open(path, Runnable::run))) {
            store.found(manifest);
            ReplicaIdentity self = ReplicaIdentity.draw(manifest.worldId(), founder, nonce);
            Replica replica = new Replica(manifest, program.schema(), self, Ed25519Verifier.INSTANCE);
            replica.learn(self.certificate());
            store.load(replica);
            if (!text.isEmpty()) {
                EntityId sign = replica.spawn(SectorId.ORIGIN, new DeclaredGame.Sign(text));
                store.append(replica.seal(NOON + sign.counter()), replica.proofs());
            }
        }
    }

    @Override
    public Diagnosis examine() {
        return Diagnosis.of(commands.run(List.of("diff", first.toString(), second.toString())));
    }

    @Override
    public void apply(Remedy remedy) {
        switch (remedy.action()) {
            case RUN -> run(remedy.subject());
            case DECLARE, RENAME -> {
                if (remedy.place() == Remedy.Place.HERE) {
                    mine = mine.changed(remedy);
                    open(first, mine, 3, "");
                } else {
                    theirs = theirs.changed(remedy);
                    open(second, theirs, 3, "");
                }
            }
            case SET, JOIN, ALLOW, MAP, MEND, RELIEVE -> throw Patient.senseless(remedy);
        }
    }

    private void run(String command) {
        if (command.startsWith(LAUNCHER)) {
            commands.run(List.of(command.substring(LAUNCHER.length()).split(" ", -1)));
            return;
        }
        try {
            Process shell = new ProcessBuilder("sh", "-c", command)
                    .redirectErrorStream(true)
                    .redirectOutput(new File("/dev/null"))
                    .start();
            int code = shell.waitFor();
            if (code != 0) {
                throw new IllegalStateException("the remedy '" + command + "' ended with " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no shell runs the remedy '" + command + "'", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        directory.close();
    }
}
