package worldmesh.authority.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.row.Table;
import worldmesh.peer.checkup.Remedy;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.component.Declaration;
import worldmesh.world.component.SchemaDrift;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.replica.Authorship;
import worldmesh.world.replica.Comparison;
import worldmesh.world.replica.Replica;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.CellDifference;

/**
 * Says in what two copies of a world differ that no exchange between their peers would settle, the cause before what
 * follows from it: ids that stand for two things, components and rules that the programs declare otherwise, and cells
 * of which they make something else though they know the same. Reads only. One call, one thread.
 */
public final class StoreDiff {
    /** Of each kind so many are named; further ones are counted. */
    static final int NAMED_MAX = 16;

    private final DiffSide here;
    private final DiffSide there;
    private final SignatureVerifier verifier;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Lag> lags = new ArrayList<>();
    private final Set<SectorId> forked = new TreeSet<>();
    private final Map<Integer, String> names = new HashMap<>();
    private String skipped = "";
    private long more;

    /**
     * One thing that is not as it should be.
     *
     * @param check {@code world}, {@code ids}, {@code components}, {@code rules} or {@code cells}
     * @param subject which one
     * @param here what the first says
     * @param there what the second says
     * @param reason what that does
     * @param remedies lines that cure it, to be applied in order; empty if none does
     */
    public record Finding(
            String check, String subject, String here, String there, String reason, List<Remedy> remedies) {
        /** Copies the list. */
        public Finding {
            remedies = List.copyOf(remedies);
        }
    }

    /** Batches of a sector that one has and the other has not yet: an exchange between the two settles it. */
    public record Lag(SectorId sector, long missingHere, long missingThere) {}

    /**
     * What came of a comparison.
     *
     * @param findings the cause first
     * @param lags what one has not heard of yet
     * @param more findings of the same kinds that are not named
     * @param skipped what could not be compared, and why; empty if all was
     */
    public record Report(List<Finding> findings, List<Lag> lags, long more, String skipped) {
        /** Copies the lists. */
        public Report {
            findings = List.copyOf(findings);
            lags = List.copyOf(lags);
        }

        /** True if nothing is wrong, though one may lag behind the other. */
        public boolean healthy() {
            return findings.isEmpty();
        }

        /** True if both hold the same. */
        public boolean same() {
            return findings.isEmpty() && lags.isEmpty();
        }
    }

    private StoreDiff(DiffSide here, DiffSide there, SignatureVerifier verifier) {
        this.here = here;
        this.there = there;
        this.verifier = verifier;
    }

    /** Compares the stores or backups at two places; what is none, or is damaged, is refused in words. */
    public static Report of(Path one, Path other, SignatureVerifier verifier) {
        if (one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize())) {
            throw new IllegalArgumentException(
                    one + " is named twice; name another store or backup to compare it with");
        }
        try (DiffSide here = DiffSide.open(one);
                DiffSide there = DiffSide.open(other)) {
            return new StoreDiff(here, there, verifier).compare();
        }
    }

    private Report compare() {
        boolean same = here.manifest().worldId().equals(there.manifest().worldId());
        if (!same) {
            findings.add(new Finding(
                    "world",
                    "",
                    text(here),
                    text(there),
                    "they are copies of two worlds, so only what their programs declare can be compared",
                    List.of()));
        }
        copiedKey();
        if (same) {
            forks();
        }
        declarations();
        if (same) {
            cells();
        }
        return new Report(findings, lags, more, skipped);
    }

    private static String text(DiffSide side) {
        return side.manifest().name() + " (" + side.manifest().worldId().brief() + ")";
    }

    private void add(Finding finding) {
        long alike = findings.stream()
                .filter(known -> known.check().equals(finding.check()))
                .count();
        if (alike < NAMED_MAX) {
            findings.add(finding);
        } else {
            more++;
        }
    }

    private void copiedKey() {
        Path one = here.identity();
        Path other = there.identity();
        if (one != null && other != null && DiffSide.sameIdentity(one, other)) {
            add(new Finding(
                    "ids",
                    "peer",
                    one.toString(),
                    other.toString(),
                    "both have the same identity.key, so two players go by one id and take each other's links",
                    List.of(new Remedy(
                            Remedy.Place.THERE,
                            Remedy.Action.RUN,
                            "mv " + quoted(other) + " " + quoted(other, ".copy")))));
        }
    }

    private static String quoted(Path path) {
        return quoted(path, "");
    }

    /** As a shell takes it. */
    private static String quoted(Path path, String ending) {
        String text = path + ending;
        return text.matches("[A-Za-z0-9_./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private void forks() {
        Map<Long, PeerId> peers = here.peers();
        here.rows().scan(Table.BATCH.prefix(), (key, value) -> {
            byte[] other = there.row(key);
            if (other != null && !Arrays.equals(value, other)) {
                fork(SignedBatch.decode(value), SignedBatch.decode(other), peers);
            }
            return true;
        });
    }

    private void fork(@Nullable SignedBatch one, @Nullable SignedBatch other, Map<Long, PeerId> peers) {
        if (one == null || other == null) {
            throw StoreDamagedException.row("batch");
        }
        forked.add(one.sector());
        PeerId author = peers.get(one.replica());
        String born = born(one);
        add(new Finding(
                "ids",
                "batch " + Long.toHexString(one.replica()) + "/" + one.sequence() + " of sector " + one.sector()
                        + (author == null ? "" : " by " + author.brief()),
                "content " + one.content().toString().substring(0, 16) + born,
                "content " + other.content().toString().substring(0, 16) + born(other),
                "one replica was run twice, from copies of its store, and gave the same ids to different things",
                renewed()));
    }

    /** The entities that a batch brought. */
    private static String born(SignedBatch batch) {
        String born = batch.ops().stream()
                .filter(Op.Spawn.class::isInstance)
                .limit(4)
                .map(op -> String.valueOf(op.entity()))
                .collect(Collectors.joining(", "));
        return born.isEmpty() ? "" : ", brings entity " + born;
    }

    /** The second store is made anew of the first, and stays beside it. */
    private List<Remedy> renewed() {
        String kept = quoted(there.path(), ".old");
        String copy = quoted(there.path(), ".new");
        String second = quoted(there.path());
        List<Remedy> steps = new ArrayList<>();
        String from = quoted(here.path());
        if (here.path().toFile().isDirectory()) {
            steps.add(run("./worldmesh backup --store " + from + " " + copy));
            from = copy;
        }
        steps.add(run("mv " + second + " " + kept));
        boolean store = there.path().toFile().isDirectory();
        steps.add(run(store ? "./worldmesh restore --store " + second + " " + from : "cp " + from + " " + second));
        Path key = there.identity();
        Path other = here.identity();
        if (key != null && (other == null || !DiffSide.sameIdentity(key, other))) {
            steps.add(run("cp " + kept + "/" + key.getFileName() + " " + second));
        }
        return steps;
    }

    private static Remedy run(String command) {
        return new Remedy(Remedy.Place.THERE, Remedy.Action.RUN, command);
    }

    private void declarations() {
        List<Declaration> mine = here.declared();
        List<Declaration> theirs = there.declared();
        name(theirs);
        name(mine);
        if (mine == null || theirs == null) {
            DiffSide mute = mine == null ? here : there;
            skipped = "components and rules: no program of this version has opened " + mute.path()
                    + ", so it does not say what is declared; open it once";
            return;
        }
        SchemaDrift.between(mine, theirs).forEach(this::drift);
    }

    private void name(@Nullable List<Declaration> declared) {
        if (declared != null) {
            declared.stream().filter(one -> !one.command()).forEach(one -> names.put(one.id(), one.name()));
        }
    }

    private void drift(SchemaDrift drift) {
        String reason = switch (drift.about()) {
            case IDS -> "one id stands for two things: each reads the other's as its own";
            case COMPONENTS -> "what one program writes there the other does not read, or reads as something else";
            case RULES -> "the two judge otherwise who may write it, or who is sent it";
        };
        Declaration mine = drift.here();
        Declaration theirs = drift.there();
        List<Remedy> remedies = new ArrayList<>();
        if (drift.about() == SchemaDrift.About.IDS && mine != null) {
            String names = drift.theirs() + " " + mine.name();
            remedies.add(new Remedy(Remedy.Place.THERE, Remedy.Action.RENAME, names));
        }
        if (theirs != null) {
            remedies.add(new Remedy(Remedy.Place.THERE, Remedy.Action.DECLARE, theirs.text()));
        }
        if (mine != null) {
            remedies.add(new Remedy(Remedy.Place.HERE, Remedy.Action.DECLARE, mine.text()));
        }
        add(new Finding(
                drift.about().name().toLowerCase(Locale.ROOT),
                drift.subject(),
                drift.mine(),
                drift.theirs(),
                reason,
                remedies));
    }

    private void cells() {
        Replica mine = here.replica(verifier);
        Replica theirs = there.replica(verifier);
        boolean proofs = mine.verification().proofs() == theirs.verification().proofs();
        Set<SectorId> all = new TreeSet<>(mine.sectors());
        all.addAll(theirs.sectors());
        for (SectorId sector : all) {
            VersionVector known = mine.vector(sector);
            VersionVector other = theirs.vector(sector);
            if (!known.equals(other)) {
                lags.add(new Lag(sector, missing(known, other), missing(other, known)));
            } else if (proofs && !forked.contains(sector)) {
                Comparison.of(mine, theirs, sector, NAMED_MAX).forEach(found -> cell(sector, found, mine, theirs));
            }
        }
    }

    /** Batches of {@code other} that lie behind what is known. */
    private static long missing(VersionVector known, VersionVector other) {
        long missing = 0;
        for (Map.Entry<Long, Long> entry : other.entries().entrySet()) {
            missing += Math.max(0, entry.getValue() - known.last(entry.getKey()));
        }
        return missing;
    }

    private void cell(SectorId sector, CellDifference found, Replica mine, Replica theirs) {
        String component = found.component() == 0
                ? "life, place and owner"
                : names.getOrDefault(found.component(), String.format(Locale.ROOT, "%08x", found.component()));
        add(new Finding(
                "cells",
                "entity " + found.entity() + " " + component + " in sector " + sector,
                shown(found.mine()) + by(mine, found),
                shown(found.theirs()) + by(theirs, found),
                "the same history was made into two states: one of them is not what its batches make",
                renewed()));
    }

    private static String shown(@Nullable String value) {
        return value == null ? "nothing" : value;
    }

    private static String by(Replica replica, CellDifference cell) {
        String authors = replica.history().audit(cell.entity(), cell.component()).stream()
                .filter(Authorship::shows)
                .map(Authorship::author)
                .map(author -> author == null ? "unknown" : author.brief())
                .distinct()
                .collect(Collectors.joining(", "));
        return authors.isEmpty() ? "" : " by " + authors;
    }
}
