package worldmesh.world.trust;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.hash.Hash;

/**
 * What a holder of the authority says about who may come in, under the grant it held. Of several about one subject the
 * one under the highest epoch and, within it, the highest index counts, docs/wire-world.md "Who may come in".
 *
 * @param world which world
 * @param grant by which right
 * @param index counts the rulings under the grant: of two with one number only that with the smaller id counts
 * @param order what it says
 * @param millis world time when it was given
 * @param signature the holder's
 */
public record Ruling(WorldId world, ProofId grant, long index, Order order, long millis, Signature signature)
        implements Proof {
    /** The rulings under one grant: more than a host gives in an evening. */
    public static final int INDEXES_MAX = 1_024;

    /** The longest reason, in bytes of UTF-8: it fits a refusal with room for what stands before it. */
    public static final int TEXT_BYTES_MAX = 256;

    /** What a ruling does. The code is part of the wire format. */
    public enum Verb {
        /** The peer stays out until it is let in again, whoever invites it. */
        BAN(0),
        /** The peer is sent away; it comes back by a later invitation of the host, or let in again. */
        KICK(1),
        /** The peer may come again as if it had never been barred. */
        PARDON(2),
        /** Nobody new comes in. */
        LOCK(3),
        /** Newcomers may come in again. */
        UNLOCK(4),
        /** An invitation is taken back, whoever gave it. */
        WITHDRAW(5);

        private final int code;

        Verb(int code) {
            this.code = code;
        }

        /** The number on the wire. */
        public int code() {
            return code;
        }

        static @Nullable Verb ofCode(int code) {
            for (Verb verb : values()) {
                if (verb.code == code) {
                    return verb;
                }
            }
            return null;
        }
    }

    /**
     * What a ruling says.
     *
     * @param verb what it does
     * @param subject the peer or the invitation it is about, zeros for neither
     * @param uses what still counts of what it ends: of a withdrawn invitation the uses, of a barred peer the
     *     admittances it gave, below this number; else 0
     * @param text why, for people
     */
    public record Order(Verb verb, Hash subject, long uses, String text) {
        private static final Hash NOBODY = Hash.ofBytes(new byte[Hash.BYTES]);

        /** Refuses a text that is too long, and a number of uses that cannot be. */
        public Order {
            int bytes = text.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > TEXT_BYTES_MAX || uses < 0) {
                throw new IllegalArgumentException("the reason has " + bytes + " bytes and the uses are " + uses
                        + ", at most " + TEXT_BYTES_MAX + " and at least 0 are allowed");
            }
        }

        /** About a peer. */
        public static Order about(PeerId peer, Verb verb, long spared, String text) {
            return new Order(verb, Hash.ofBytes(peer.bytes()), spared, text);
        }

        /** About the party as a whole. */
        public static Order party(Verb verb, String text) {
            return new Order(verb, NOBODY, 0, text);
        }

        /** Takes an invitation back. */
        public static Order withdraw(Hash invitation, long uses) {
            return new Order(Verb.WITHDRAW, invitation, uses, "");
        }

        /** The subject as a peer. */
        public PeerId peer() {
            return PeerId.ofBytes(subject.bytes());
        }

        /** True if it is about a peer. */
        public boolean aboutPeer() {
            return verb == Verb.BAN || verb == Verb.KICK || verb == Verb.PARDON;
        }
    }

    /** Signs a ruling; only the holder of the grant makes a valid one. */
    public static Ruling sign(Grant grant, long index, Order order, long millis, Signer holder) {
        Signature none = new Signature(new byte[Signature.BYTES]);
        Ruling draft = new Ruling(grant.world(), grant.id(), index, order, millis, none);
        return new Ruling(grant.world(), grant.id(), index, order, millis, new Signature(holder.sign(draft.body())));
    }

    /** True if the holder of that grant signed, which is the one named. */
    public boolean verify(SignatureVerifier verifier, Grant by) {
        return index >= 0
                && index < INDEXES_MAX
                && by.id().equals(grant)
                && by.sector() == null
                && verifier.verify(by.holderKey(), body(), signature.bytes());
    }

    static @Nullable Proof decode(WorldId world, ByteReader in) {
        ProofId grant = ProofId.decode(in);
        long index = in.varint();
        Verb verb = Verb.ofCode(in.u8());
        Hash subject = WireIds.hash(in);
        long uses = in.varint();
        String text = in.text(TEXT_BYTES_MAX);
        long millis = in.i64();
        Signature signature = Signature.decode(in);
        if (!in.ok() || verb == null || uses < 0) {
            in.fail();
            return null;
        }
        return new Ruling(world, grant, index, new Order(verb, subject, uses, text), millis, signature);
    }

    @Override
    public Kind kind() {
        return Kind.RULING;
    }

    @Override
    public byte[] body() {
        ByteWriter out = ProofCodec.begin(Kind.RULING, world);
        grant.encode(out);
        return out.varint(index)
                .u8(order.verb().code())
                .bytes(order.subject().bytes())
                .varint(order.uses())
                .text(order.text())
                .i64(millis)
                .toBytes();
    }

    @Override
    public byte[] seal() {
        return signature.bytes();
    }
}
