package worldmesh.mesh;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.crypto.Handshake;
import worldmesh.mesh.crypto.KeyAgreement;
import worldmesh.mesh.crypto.MeshCrypto;
import worldmesh.mesh.crypto.RecordCipher;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;

/** No cryptography at all, for tests of what lies around it: names are believed, nothing is hidden, all is fast. */
record ClearCrypto(PublicKey own, long instance, long[] drawn) implements MeshCrypto {
    ClearCrypto(PublicKey own, long instance) {
        this(own, instance, new long[1]);
    }

    @Override
    public Handshake initiate(@Nullable PeerId expected) {
        return new ClearHandshake(true, expected, greeting());
    }

    @Override
    public Handshake respond() {
        return new ClearHandshake(false, null, greeting());
    }

    private byte[] greeting() {
        return new ByteWriter(64)
                .bytes(own.bytes())
                .i64(instance)
                .i64(++drawn[0])
                .toBytes();
    }

    /** The sum of both shares: both sides find it, and so does everybody. */
    @Override
    public KeyAgreement agreement() {
        byte[] own =
                Arrays.copyOf(new ByteWriter(16).i64(instance).i64(++drawn[0]).toBytes(), 32);
        return new KeyAgreement() {
            @Override
            public byte[] share() {
                return own.clone();
            }

            @Override
            public byte[] agree(byte[] theirs) {
                byte[] sum = new byte[32];
                for (int i = 0; i < sum.length; i++) {
                    sum[i] = (byte) (own[i] + theirs[i]);
                }
                return sum;
            }

            @Override
            public void wipe() {}
        };
    }

    @Override
    public byte[] sign(byte[] message) {
        return new byte[SignatureVerifier.SIGNATURE_BYTES];
    }

    @Override
    public boolean verify(PublicKey key, byte[] message, byte[] signature) {
        return true;
    }

    @Override
    public RecordCipher cipher(byte[] key, byte[] nonceBase) {
        return new ClearCipher();
    }

    private static final class ClearHandshake implements Handshake {
        private static final byte[] NONE = new byte[0];

        private final boolean initiator;
        private final @Nullable PeerId expected;
        private final byte[] greeting;
        private byte[] heard = NONE;
        private byte[] toSay;
        private @Nullable Failure failure;

        ClearHandshake(boolean initiator, @Nullable PeerId expected, byte[] greeting) {
            this.initiator = initiator;
            this.expected = expected;
            this.greeting = greeting;
            this.toSay = initiator ? greeting : NONE;
        }

        @Override
        public void input(byte[] data) {
            boolean greeted = heard.length >= greeting.length;
            int before = heard.length;
            heard = Arrays.copyOf(heard, before + data.length);
            System.arraycopy(data, 0, heard, before, data.length);
            if (greeted || heard.length < greeting.length) {
                return;
            }
            if (expected != null && !expected.equals(read().peer())) {
                failure = Failure.WRONG_PEER;
            } else {
                toSay = initiator ? new byte[] {1} : greeting;
            }
        }

        private PublicKey read() {
            return new PublicKey(Arrays.copyOf(heard, PublicKey.BYTES));
        }

        @Override
        public byte[] output() {
            byte[] said = toSay;
            toSay = NONE;
            return said;
        }

        @Override
        public boolean done() {
            return failure == null && heard.length >= greeting.length + (initiator ? 0 : 1);
        }

        @Override
        public @Nullable Failure failure() {
            return failure;
        }

        @Override
        public PublicKey peerKey() {
            return read();
        }

        @Override
        public long peerInstance() {
            return new ByteReader(heard, PublicKey.BYTES, Long.BYTES).i64();
        }

        @Override
        public byte[] secret() {
            byte[] secret = new byte[SECRET_BYTES];
            byte[] first = initiator ? greeting : heard;
            byte[] second = initiator ? heard : greeting;
            System.arraycopy(first, PublicKey.BYTES, secret, 0, 16);
            System.arraycopy(second, PublicKey.BYTES, secret, 16, 16);
            return secret;
        }
    }

    private static final class ClearCipher implements RecordCipher {
        @Override
        public void seal(long counter, byte[] data, int offset, int length) {
            Arrays.fill(data, offset + length, offset + length + TAG_BYTES, (byte) 0);
        }

        @Override
        public int open(long counter, byte[] data, int offset, int length, byte[] out) {
            int plain = length - TAG_BYTES;
            System.arraycopy(data, offset, out, 0, plain);
            return plain;
        }
    }
}
