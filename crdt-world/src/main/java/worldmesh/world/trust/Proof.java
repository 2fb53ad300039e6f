package worldmesh.world.trust;

import worldmesh.runtime.bytes.ByteWriter;

/** A signed statement that makes ops valid or invalid. Proofs stand on their own and are passed on as they are. */
public sealed interface Proof
        permits ReplicaCertificate, Grant, Claim, Revocation, Equivocation, Roster, Admittance, Withdrawal, Ruling {
    /** The kinds of proof. The code is part of the wire format. */
    enum Kind {
        /** A peer's key certifies one of its replicas. */
        CERTIFICATE(0),
        /** The trust root gives a peer the authority for an epoch. */
        GRANT(1),
        /** An owner or the authority names the next owner of an entity. */
        CLAIM(2),
        /** The trust root cuts a peer's replicas off. */
        REVOCATION(3),
        /** Two different batches of one replica under one number: it is cut off there. */
        EQUIVOCATION(4),
        /** A party agrees who its voting members are. */
        ROSTER(5),
        /** A party gives a peer the authority for an epoch. */
        VOTED_GRANT(6),
        /** A peer's key certifies the replica of one of its tenures as authority. */
        TENURE(7),
        /** A member lets a peer into the world. */
        ADMITTANCE(8),
        /** A member takes an invitation back. */
        WITHDRAWAL(9),
        /** A holder of the authority bars a peer, lets it in again, or locks the party. */
        RULING(10);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        /** The number on the wire. */
        public int code() {
            return code;
        }

        boolean isAboutAccess() {
            return switch (this) {
                case GRANT, ROSTER, VOTED_GRANT, ADMITTANCE, WITHDRAWAL, RULING -> true;
                case CERTIFICATE, CLAIM, REVOCATION, EQUIVOCATION, TENURE -> false;
            };
        }
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
