package worldmesh.world.vectors;

import static worldmesh.world.vectors.Meaning.i64;
import static worldmesh.world.vectors.Meaning.number;
import static worldmesh.world.vectors.Meaning.unsigned;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorGrid;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.Admittance;
import worldmesh.world.trust.BatchKey;
import worldmesh.world.trust.Claim;
import worldmesh.world.trust.Equivocation;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.Hosting;
import worldmesh.world.trust.Membership;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.ProofId;
import worldmesh.world.trust.ReplicaCertificate;
import worldmesh.world.trust.Revocation;
import worldmesh.world.trust.Roster;
import worldmesh.world.trust.Ruling;
import worldmesh.world.trust.Signature;
import worldmesh.world.trust.Vote;
import worldmesh.world.trust.Warrant;
import worldmesh.world.trust.Withdrawal;
import worldmesh.world.trust.WorldManifest;

/** Manifests and proofs of every kind. */
@NullUnmarked // null is a value of JSON
final class ProofVectors {
    private static final Keys SIGNER = BatchVectors.AUTHOR;

    private ProofVectors() {}

    static void write(Vectors out) {
        for (int i = 0; i < 8; i++) {
            Random random = new Random(70_000 + i);
            manifest("manifest-" + i, random, out);
            proof("certificate-" + i, ReplicaCertificate.sign(Meaning.WORLD, SIGNER, number(random)), out);
            proof("tenure-" + i, ReplicaCertificate.signTenure(Meaning.WORLD, SIGNER, number(random)), out);
            long epoch = Math.max(1, number(random) & Long.MAX_VALUE);
            SectorId sector = random.nextBoolean() ? null : Meaning.sector(random);
            proof("grant-" + i, Grant.sign(Meaning.WORLD, epoch, Meaning.key(random), sector, SIGNER), out);
            proof("claim-" + i, BatchVectors.claim(random), out);
            proof("revocation-" + i, revocation(random, i), out);
            proof("equivocation-" + i, equivocation(random), out);
            proof("roster-" + i, roster(random, i), out);
            proof("voted-grant-" + i, votedGrant(random, epoch), out);
            proof("admittance-" + i, admittance(random), out);
            proof(
                    "withdrawal-" + i,
                    Withdrawal.sign(Meaning.WORLD, number(random), Meaning.hash(random), number(random), SIGNER),
                    out);
            proof("ruling-" + i, ruling(random, i), out);
        }
    }

    static Proof certificate() {
        return ReplicaCertificate.sign(Meaning.WORLD, SIGNER, 1);
    }

    private static void proof(String name, Proof proof, Vectors out) {
        out.means(name, "proof", proof.encode(), meaning(proof), "key", BatchVectors.AUTHOR_KEY);
    }

    private static void manifest(String name, Random random, Vectors out) {
        WorldManifest manifest = WorldManifest.found(
                "w" + "\u00e4".repeat(random.nextInt(3) == 0 ? 63 : random.nextInt(4)),
                random.nextBoolean() ? Membership.INVITE : Membership.OPEN,
                random.nextBoolean() ? Hosting.HOSTED : Hosting.PARTY,
                new WorldManifest.Founding(
                        number(random),
                        number(random),
                        new SectorGrid(random.nextBoolean() ? SectorGrid.MAX_METRES : 1 + random.nextInt(1000))),
                SIGNER);
        Map<String, Object> value = Json.object(
                "name", manifest.name(),
                "metres", manifest.sectorMetres(),
                "membership", manifest.membership() == Membership.INVITE ? 1 : 0,
                "hosting", manifest.hosting() == Hosting.HOSTED ? 1 : 0,
                "root", BatchVectors.AUTHOR_KEY,
                "created", i64(manifest.createdMillis()),
                "nonce", i64(manifest.nonce()),
                "signature", manifest.signature().toString());
        String id = manifest.worldId().hash().toString();
        out.means(name, "manifest", manifest.encode(), value, "id", id);
    }

    private static Revocation revocation(Random random, int count) {
        List<Revocation.Cutoff> cutoffs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            cutoffs.add(new Revocation.Cutoff(number(random), Meaning.sector(random), number(random)));
        }
        return Revocation.sign(Meaning.WORLD, Meaning.peer(random), cutoffs, number(random), SIGNER);
    }

    private static Equivocation equivocation(Random random) {
        BatchKey key = new BatchKey(Meaning.WORLD, Meaning.sector(random), number(random), number(random));
        Hash one = Meaning.hash(random);
        Hash other = Meaning.hash(random);
        return Equivocation.of(
                key,
                one,
                new Signature(SIGNER.sign(key.signedBytes(one))),
                other,
                new Signature(SIGNER.sign(key.signedBytes(other))));
    }

    private static List<Vote> votes(byte[] body, int count) {
        List<Vote> out = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            out.add(Vote.sign(body, Keys.of(i)));
        }
        return out;
    }

    private static Roster roster(Random random, int size) {
        List<PublicKey> members = new ArrayList<>();
        for (int i = 0; i <= size * size; i++) {
            members.add(Meaning.key(random));
        }
        long number = Math.max(1, number(random) & Long.MAX_VALUE);
        ProofId previous = new ProofId(number(random), number(random));
        Roster draft = Roster.of(Meaning.WORLD, number, members, previous, random.nextBoolean());
        return draft.with(votes(draft.body(), size));
    }

    private static Grant votedGrant(Random random, long epoch) {
        Warrant warrant =
                new Warrant.Voted(new ProofId(number(random), number(random)), random.nextBoolean(), List.of());
        Grant draft = new Grant(Meaning.WORLD, epoch, Meaning.key(random), null, warrant);
        return draft.with(votes(draft.body(), random.nextInt(4)));
    }

    private static Admittance admittance(Random random) {
        Admittance.Pass pass =
                random.nextBoolean() ? Admittance.Pass.NONE : new Admittance.Pass(Meaning.hash(random), number(random));
        return Admittance.sign(
                Meaning.WORLD,
                Meaning.peer(random),
                number(random),
                pass,
                new Admittance.TimedSigner(SIGNER, number(random)));
    }

    private static Ruling ruling(Random random, int kind) {
        Ruling.Order order = new Ruling.Order(
                List.of(Ruling.Verb.values()).get(kind % 6),
                Meaning.hash(random),
                number(random) & Long.MAX_VALUE,
                kind == 7 ? "x".repeat(Ruling.TEXT_BYTES_MAX) : Meaning.words(random));
        Grant grant = Grant.sign(Meaning.WORLD, 3, SIGNER.publicKey(), null, SIGNER);
        return Ruling.sign(grant, number(random), order, number(random), SIGNER);
    }

    // What a proof says.

    static Map<String, Object> meaning(Proof proof) {
        Map<String, Object> out = Json.object(
                "kind", proof.kind().code(),
                "id", Meaning.proof(proof.id()),
                "world", proof.world().hash().toString());
        switch (proof.kind()) {
            case CERTIFICATE, TENURE -> certificate((ReplicaCertificate) proof, out);
            case GRANT -> {
                grant((Grant) proof, out);
                out.put("sector", Meaning.sector(((Grant) proof).sector()));
            }
            case VOTED_GRANT -> {
                grant((Grant) proof, out);
                out.put("roster", Meaning.proof(((Grant) proof).roster()));
                out.put("adopted", ((Grant) proof).adopted());
            }
            case CLAIM -> claim((Claim) proof, out);
            case REVOCATION -> revocation((Revocation) proof, out);
            case EQUIVOCATION -> equivocation((Equivocation) proof, out);
            case ROSTER -> roster((Roster) proof, out);
            case ADMITTANCE -> admittance((Admittance) proof, out);
            case WITHDRAWAL -> withdrawal((Withdrawal) proof, out);
            case RULING -> ruling((Ruling) proof, out);
        }
        out.put("seal", seal(proof));
        return out;
    }

    private static Object seal(Proof proof) {
        if (proof instanceof Roster roster) {
            return votes(roster.votes());
        } else if (proof instanceof Grant grant && grant.warrant() instanceof Warrant.Voted voted) {
            return votes(voted.votes());
        } else if (proof instanceof Equivocation fork) {
            return Json.object(
                    "first", fork.firstSignature().toString(),
                    "second", fork.secondSignature().toString());
        }
        return Meaning.hex(proof.seal());
    }

    private static List<Map<String, Object>> votes(List<Vote> votes) {
        return votes.stream()
                .map(vote -> Json.object(
                        "voter", Meaning.key(vote.voter()),
                        "signature", vote.signature().toString()))
                .toList();
    }

    private static void certificate(ReplicaCertificate proof, Map<String, Object> out) {
        out.put("replica", i64(proof.replica()));
        out.put("nonce", i64(proof.nonce()));
        out.put("key", Meaning.key(proof.key()));
    }

    private static void grant(Grant proof, Map<String, Object> out) {
        out.put("epoch", unsigned(proof.epoch()));
        out.put("holder", Meaning.key(proof.holderKey()));
    }

    private static void claim(Claim proof, Map<String, Object> out) {
        out.put("entity", Meaning.entity(proof.entity()));
        out.put("generation", unsigned(proof.generation()));
        out.put("owner", Meaning.peer(proof.owner()));
        out.put("previous", Meaning.proof(proof.previous()));
        out.put("grant", Meaning.proof(proof.grant()));
        out.put("clock", i64(proof.clock()));
        out.put("replica", i64(proof.replica()));
    }

    private static void revocation(Revocation proof, Map<String, Object> out) {
        out.put("peer", Meaning.peer(proof.peer()));
        out.put("lastClock", i64(proof.lastClock()));
        out.put(
                "cutoffs",
                proof.cutoffs().stream()
                        .map(each -> Json.object(
                                "replica", i64(each.replica()),
                                "sector", Meaning.sector(each.sector()),
                                "last", unsigned(each.lastSequence())))
                        .toList());
    }

    private static void equivocation(Equivocation proof, Map<String, Object> out) {
        out.put("sector", Meaning.sector(proof.key().sector()));
        out.put("replica", i64(proof.key().replica()));
        out.put("sequence", unsigned(proof.key().sequence()));
        out.put("first", proof.first().toString());
        out.put("second", proof.second().toString());
    }

    private static void roster(Roster proof, Map<String, Object> out) {
        out.put("number", unsigned(proof.number()));
        out.put("members", proof.members().stream().map(Meaning::key).toList());
        out.put("previous", Meaning.proof(proof.previous()));
        out.put("adopted", proof.adopted());
    }

    private static void admittance(Admittance proof, Map<String, Object> out) {
        out.put("issuer", Meaning.key(proof.issuer()));
        out.put("newcomer", Meaning.peer(proof.newcomer()));
        out.put("serial", unsigned(proof.serial()));
        out.put("invitation", proof.pass().invitation().toString());
        out.put("use", unsigned(proof.pass().use()));
        out.put("millis", i64(proof.millis()));
    }

    private static void withdrawal(Withdrawal proof, Map<String, Object> out) {
        out.put("issuer", Meaning.key(proof.issuer()));
        out.put("serial", unsigned(proof.serial()));
        out.put("invitation", proof.invitation().toString());
        out.put("uses", unsigned(proof.uses()));
    }

    private static void ruling(Ruling proof, Map<String, Object> out) {
        out.put("grant", Meaning.proof(proof.grant()));
        out.put("index", unsigned(proof.index()));
        out.put("verb", proof.order().verb().code());
        out.put("subject", proof.order().subject().toString());
        out.put("uses", unsigned(proof.order().uses()));
        out.put("text", proof.order().text());
        out.put("millis", i64(proof.millis()));
    }
}
