package worldmesh.world.trust;

import worldmesh.runtime.bytes.ByteWriter;

/** A signed statement that makes ops valid or invalid. Proofs stand on their own and are passed on as they are. */
public sealed interface Proof permits ReplicaCertificate, Grant, Claim, Revocation, Equivocation {
    /** The kinds of proof. The ordinal is part of the wire format. */
    enum Kind {
        /** A peer's key certifies one of its replicas. */
        CERTIFICATE,
        /** The trust root gives a peer the authority for an epoch. */
        GRANT,
        /** An owner or the authority names the next owner of an entity. */
        CLAIM,
        /** The trust root cuts a peer's replicas off. */
        REVOCATION,
        /** Two different batches of one replica under one number: it is cut off there. */
        EQUIVOCATION
    }

    /** Which kind it is. */
    Kind kind();

    /** The world it belongs to. */
    WorldId world();

    /** What is hashed for the id and, but for an equivocation, signed. Starts with a domain and the kind. */
    byte[] body();

    /** The signatures as they follow the body on the wire. */
    byte[] seal();

    /** The id of the proof. */
    default ProofId id() {
        return ProofId.of(body());
    }

    /** The proof as bytes: body and signatures. */
    default byte[] encode() {
        return new ByteWriter().bytes(body()).bytes(seal()).toBytes();
    }
}
