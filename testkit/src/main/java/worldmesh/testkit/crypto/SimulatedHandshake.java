package worldmesh.testkit.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.crypto.Handshake;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.identity.Signer;

/** Greeting; greeting and proof; proof: three flights over an ordered stream, as TLS 1.3 has them. */
final class SimulatedHandshake implements Handshake {
    private static final byte[] NONE = new byte[0];

    private final Signer identity;
    private final SignatureVerifier signatures;
    private final Greeting own;
    private final @Nullable PeerId expected;
    private final boolean initiator;
    private byte[] received = NONE;
    private byte[] toSend = NONE;
    private @Nullable Greeting peer;
    private @Nullable Failure failure;
    private boolean done;

    SimulatedHandshake(
            Signer identity, SignatureVerifier signatures, Greeting own, @Nullable PeerId expected, boolean initiator) {
        this.identity = identity;
        this.signatures = signatures;
        this.own = own;
        this.expected = expected;
        this.initiator = initiator;
        if (initiator) {
            toSend = own.encode();
        }
    }

    @Override
    public void input(byte[] data) {
        if (done || failure != null) {
            return;
        }
        received = new ByteWriter(received.length + data.length)
                .bytes(received)
                .bytes(data)
                .toBytes();
        if (peer == null && received.length >= Greeting.BYTES) {
            onGreeting(Greeting.decode(take(Greeting.BYTES)));
        }
        if (peer != null && failure == null && received.length >= SignatureVerifier.SIGNATURE_BYTES) {
            onProof(peer, take(SignatureVerifier.SIGNATURE_BYTES));
        }
    }

    private byte[] take(int count) {
        byte[] taken = Arrays.copyOf(received, count);
        received = Arrays.copyOfRange(received, count, received.length);
        return taken;
    }

    private void onGreeting(Greeting greeting) {
        if (expected != null && !expected.equals(greeting.key().peer())) {
            failure = Failure.WRONG_PEER;
            return;
        }
        peer = greeting;
        if (!initiator) {
            toSend = new ByteWriter(256)
                    .bytes(own.encode())
                    .bytes(identity.sign(transcript(greeting, initiator)))
                    .toBytes();
        }
    }

    private void onProof(Greeting from, byte[] proof) {
        if (!signatures.verify(from.key(), transcript(from, !initiator), proof)) {
            failure = Failure.BROKEN;
            return;
        }
        if (initiator) {
            toSend = identity.sign(transcript(from, initiator));
        }
        done = true;
    }

    /** What both greeted with, and which of the two signs it. */
    private byte[] transcript(Greeting other, boolean byInitiator) {
        Greeting first = initiator ? own : other;
        Greeting second = initiator ? other : own;
        return new ByteWriter(2 * Greeting.BYTES + 1)
                .bytes(first.encode())
                .bytes(second.encode())
                .u8(byInitiator ? 1 : 0)
                .toBytes();
    }

    @Override
    public byte[] output() {
        byte[] out = toSend;
        toSend = NONE;
        return out;
    }

    @Override
    public boolean done() {
        return done;
    }

    @Override
    public @Nullable Failure failure() {
        return failure;
    }

    @Override
    public PublicKey peerKey() {
        return proven().key();
    }

    @Override
    public long peerInstance() {
        return proven().instance();
    }

    @Override
    public byte[] secret() {
        try {
            return MessageDigest.getInstance("SHA-512").digest(transcript(proven(), false));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-512", e);
        }
    }

    private Greeting proven() {
        if (peer == null || !done) {
            throw new IllegalStateException("the handshake is not done");
        }
        return peer;
    }
}
