package worldmesh.mesh;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.crypto.Handshake;
import worldmesh.mesh.crypto.KeyAgreement;
import worldmesh.mesh.crypto.MeshCrypto;
import worldmesh.mesh.crypto.RecordCipher;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.session.Rekeying;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;

/**
 * The process whose heap {@link RekeyHeapDumpIT} searches: two cores with the real cryptography on a network in memory,
 * dumped before and after they have changed their keys. What it tells of its secrets is masked, so that telling leaves
 * no trace of them in the heap.
 */
final class RekeyedProcess {
    /** Written over every byte that is told, by exclusive or. */
    static final int MASK = 0x5A;

    static final String BEFORE = "before.hprof";
    static final String AFTER = "after.hprof";
    static final String TOLD = "told.txt";

    /** The key is changed after a minute; datagrams under the last one are taken for 5 seconds more. */
    private static final MeshSettings SETTINGS = MeshSettings.defaults().withRekey(Rekeying.RECORDS_MAX, 60_000);

    private RekeyedProcess() {}

    /** Works in the directory that is its argument. */
    public static void main(String[] args) throws IOException {
        Path dir = Path.of(args[0]);
        List<String> told = new ArrayList<>();
        SecureRandom random = new SecureRandom();
        Net net = new Net(1);
        Net.Node a = net.add(node(net, "127.0.0.1", random, told));
        Net.Node b = net.add(node(net, "127.0.0.2", random, told));
        a.connect(b);
        net.run(10_000); // the half-open state of the handshake ends after 8 seconds
        dump(dir.resolve(BEFORE));
        for (int second = 0; second < 130; second++) {
            a.send(b, Lane.RELIABLE, 0, new byte[100]);
            b.send(a, Lane.RELIABLE, 0, new byte[100]);
            net.run(1_000);
        }
        dump(dir.resolve(AFTER));
        told.add(HexFormat.of().formatHex(a.id().bytes()));
        told.add(HexFormat.of().formatHex(b.id().bytes()));
        told.add(Long.toString(a.core.stats(b.id()).rekeys()));
        told.add(Long.toString(b.core.stats(a.id()).rekeys()));
        Files.write(dir.resolve(TOLD), told);
    }

    private static Net.Node node(Net net, String host, SecureRandom random, List<String> told) {
        return net
        .new Node(
                Net.address(host, 1_000),
                Ed25519Signer.generate(random),
                SETTINGS,
                random,
                crypto -> new TellingCrypto(crypto, told));
    }

    /** Only what is reachable: a full collection precedes the dump. */
    private static void dump(Path file) throws IOException {
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(file.toString(), true);
    }

    private static String masked(byte[] secret) {
        StringBuilder text = new StringBuilder(2 * secret.length);
        for (byte b : secret) {
            text.append(HexFormat.of().toHexDigits((byte) (b ^ MASK)));
        }
        return text.toString();
    }

    private record TellingCrypto(MeshCrypto inner, List<String> told) implements MeshCrypto {
        @Override
        public Handshake initiate(@Nullable PeerId expected) {
            return new TellingHandshake(inner.initiate(expected), told);
        }

        @Override
        public Handshake respond() {
            return new TellingHandshake(inner.respond(), told);
        }

        @Override
        public KeyAgreement agreement() {
            return inner.agreement();
        }

        @Override
        public byte[] sign(byte[] message) {
            return inner.sign(message);
        }

        @Override
        public boolean verify(PublicKey key, byte[] message, byte[] signature) {
            return inner.verify(key, message, signature);
        }

        @Override
        public long instance() {
            return inner.instance();
        }

        @Override
        public RecordCipher cipher(byte[] key, byte[] nonceBase) {
            return inner.cipher(key, nonceBase);
        }
    }

    private record TellingHandshake(Handshake inner, List<String> told) implements Handshake {
        @Override
        public void input(byte[] data) {
            inner.input(data);
        }

        @Override
        public byte[] output() {
            return inner.output();
        }

        @Override
        public boolean done() {
            return inner.done();
        }

        @Override
        public @Nullable Failure failure() {
            return inner.failure();
        }

        @Override
        public PublicKey peerKey() {
            return inner.peerKey();
        }

        @Override
        public long peerInstance() {
            return inner.peerInstance();
        }

        @Override
        public byte[] secret() {
            byte[] secret = inner.secret();
            told.add(masked(secret));
            return secret;
        }
    }
}
