package worldmesh.mesh;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.crypto.Handshake;
import worldmesh.mesh.crypto.KeyAgreement;
import worldmesh.mesh.crypto.MeshCrypto;
import worldmesh.mesh.crypto.RecordCipher;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;

/** The real cryptography of a peer that keeps what it opens, or changes what it seals. */
record WatchedCrypto(MeshCrypto real, Consumer<byte[]> opened, Sealing sealing) implements MeshCrypto {
    /** May change what is about to be sealed. */
    interface Sealing {
        void on(byte[] data, int offset, int length);
    }

    /** Such a peer. */
    static Net.Node node(Net net, String host, Consumer<byte[]> opened, Sealing sealing) {
        long seed = host.hashCode();
        return net.add(net
        .new Node(
                Net.address(host, 1_000),
                Ed25519Signer.generate(new SeededSecureRandom(seed)),
                MeshSettings.defaults(),
                new SeededSecureRandom(seed + 1),
                crypto -> new WatchedCrypto(crypto, opened, sealing)));
    }

    @Override
    public Handshake initiate(@Nullable PeerId expected) {
        return real.initiate(expected);
    }

    @Override
    public Handshake respond() {
        return real.respond();
    }

    @Override
    public KeyAgreement agreement() {
        return real.agreement();
    }

    @Override
    public byte[] sign(byte[] message) {
        return real.sign(message);
    }

    @Override
    public boolean verify(PublicKey key, byte[] message, byte[] signature) {
        return real.verify(key, message, signature);
    }

    @Override
    public long instance() {
        return real.instance();
    }

    @Override
    public RecordCipher cipher(byte[] key, byte[] nonceBase) {
        RecordCipher cipher = real.cipher(key, nonceBase);
        return new RecordCipher() {
            @Override
            public void seal(long counter, byte[] data, int offset, int length) {
                sealing.on(data, offset, length);
                cipher.seal(counter, data, offset, length);
            }

            @Override
            public int open(long counter, byte[] data, int offset, int length, byte[] out) {
                int size = cipher.open(counter, data, offset, length, out);
                if (size > 0) {
                    opened.accept(Arrays.copyOf(out, size));
                }
                return size;
            }
        };
    }
}
