package worldmesh.authority.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import worldmesh.authority.row.Table;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.trust.Admittance;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.LearnStatus;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.ProofBook;
import worldmesh.world.trust.ReplicaCertificate;
import worldmesh.world.trust.Ruling;
import worldmesh.world.trust.Withdrawal;
import worldmesh.world.trust.WorldManifest;

/** Checks what a node trusts unread when it opens its own store: manifest, proofs and batches. Keeps no state. */
final class SignedRows {
    private SignedRows() {}

    /** What is not as it was signed, in words; what waits for a certificate has no effect and is no problem. */
    static List<String> problems(WorldManifest manifest, StoredWorld.Scanner rows, SignatureVerifier verifier) {
        List<String> problems = new ArrayList<>();
        if (!manifest.verify(verifier)) {
            problems.add("the manifest is not signed by the root of its world");
        }
        ProofBook book = new ProofBook(manifest, verifier);
        Map<Long, PublicKey> authors = new HashMap<>();
        for (Proof proof : StoredWorld.proofs(rows)) {
            if (proof instanceof ReplicaCertificate certificate) {
                authors.put(certificate.replica(), certificate.key());
            }
            if (!isSigned(proof, book, verifier)) {
                problems.add("a proof of kind " + proof.kind() + " is not signed by whom it names");
            }
        }
        rows.scan(Table.PROOF.prefix(), (key, value) -> {
            Proof proof = StoredWorld.proof(value);
            if (!Arrays.equals(key, StoredWorld.proofKey(proof))) {
                problems.add("a proof of kind " + proof.kind() + " is not the one its key names");
            }
            return true;
        });
        rows.scan(Table.BATCH.prefix(), (key, value) -> {
            SignedBatch batch = StoredWorld.batch(value);
            PublicKey author = authors.get(batch.replica());
            boolean signed = author == null || batch.verify(verifier, author);
            if (!signed || !Arrays.equals(key, StoredWorld.batchKey(batch))) {
                problems.add("batch " + batch.sequence() + " of replica " + Long.toHexString(batch.replica())
                        + " is not the one its author signed");
            }
            return true;
        });
        return problems;
    }

    /** Proofs come in the order in which a roster follows the one before. */
    private static boolean isSigned(Proof proof, ProofBook book, SignatureVerifier verifier) {
        return switch (proof.kind()) {
            case CERTIFICATE, TENURE, GRANT, ROSTER, VOTED_GRANT -> book.learn(proof) != LearnStatus.REFUSED;
            // Two of one author may contend for a place, and both are kept: only the signature is asked for.
            case ADMITTANCE -> ((Admittance) proof).verify(verifier);
            case WITHDRAWAL -> ((Withdrawal) proof).verify(verifier);
            case RULING -> {
                Grant by = book.grant(((Ruling) proof).grant());
                yield by == null || ((Ruling) proof).verify(verifier, by);
            }
            case CLAIM, REVOCATION, EQUIVOCATION -> true;
        };
    }
}
