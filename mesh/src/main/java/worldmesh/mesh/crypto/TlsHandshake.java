package worldmesh.mesh.crypto;

import java.io.IOException;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsProtocol;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;

/** What both sides of a TLS 1.3 handshake share: the stream, the pin, the exported secret. Confined to its owner. */
abstract class TlsHandshake implements Handshake {
    /** One suite, one group, one signature: both ends are this program, and what is not offered cannot be attacked. */
    static final int[] SUITES = {CipherSuite.TLS_AES_128_GCM_SHA256};

    static final int[] GROUPS = {NamedGroup.x25519};
    static final ProtocolVersion[] VERSIONS = ProtocolVersion.TLSv13.only();

    private static final String EXPORTER_LABEL = "EXPORTER-worldmesh-link-1";
    private static final byte[] NONE = new byte[0];

    private final TlsProtocol protocol;
    private final @Nullable PeerId expected;
    private final SpokenVersions versions;
    private @Nullable PeerCertificate peer;
    private int version = -1;
    private byte @Nullable [] secret;
    private @Nullable Failure failure;

    TlsHandshake(TlsProtocol protocol, @Nullable PeerId expected, SpokenVersions versions) {
        this.protocol = protocol;
        this.expected = expected;
        this.versions = versions;
    }

    static Vector<SignatureAndHashAlgorithm> signatures() {
        return vector(SignatureAndHashAlgorithm.ed25519);
    }

    // Bouncy Castle's API is made of Vector.
    @SuppressWarnings("JdkObsolete")
    static <T> Vector<T> vector(T only) {
        Vector<T> vector = new Vector<>(1);
        vector.add(only);
        return vector;
    }

    @Override
    public final void input(byte[] data) {
        if (failure != null || done()) {
            return;
        }
        try {
            protocol.offerInput(data);
        } catch (IOException e) {
            fail(Failure.BROKEN);
        }
        if (failure == null && protocol.isClosed()) {
            fail(Failure.BROKEN);
        }
    }

    @Override
    public final byte[] output() {
        int available = protocol.getAvailableOutputBytes();
        if (available == 0) {
            return NONE;
        }
        byte[] out = new byte[available];
        protocol.readOutput(out, 0, available);
        return out;
    }

    @Override
    public final boolean done() {
        return secret != null && peer != null && failure == null;
    }

    @Override
    public final @Nullable Failure failure() {
        return failure;
    }

    @Override
    public final PublicKey peerKey() {
        return provenPeer().key();
    }

    @Override
    public final long peerInstance() {
        return provenPeer().instance();
    }

    @Override
    public final int version() {
        if (!done()) {
            throw new IllegalStateException("the handshake is not done");
        }
        return version;
    }

    @Override
    public final byte[] secret() {
        byte[] once = secret;
        if (once == null || once.length == 0) {
            throw new IllegalStateException("the handshake is not done or its secret was taken");
        }
        secret = NONE;
        return once;
    }

    private PeerCertificate provenPeer() {
        if (peer == null || !done()) {
            throw new IllegalStateException("the handshake is not done");
        }
        return peer;
    }

    final void fail(Failure why) {
        if (failure == null) {
            failure = why;
        }
    }

    /** Called with the other side's certificates, before its proof of possession is checked. */
    final void pin(Certificate chain) throws IOException {
        PeerCertificate shown = chain.getLength() == 1
                ? PeerCertificate.read(chain.getCertificateAt(0).getEncoded())
                : null;
        if (shown == null) {
            fail(Failure.BROKEN);
            throw new TlsFatalAlert(AlertDescription.bad_certificate);
        }
        if (expected != null && !expected.equals(shown.key().peer())) {
            fail(Failure.WRONG_PEER);
            throw new TlsFatalAlert(AlertDescription.certificate_unknown);
        }
        peer = shown;
    }

    final SpokenVersions versions() {
        return versions;
    }

    /** An alert came or goes: one says that no version is spoken by both. */
    final void alert(short description) {
        if (description == AlertDescription.no_application_protocol) {
            fail(Failure.NO_COMMON_VERSION);
        }
    }

    final void complete(TlsContext context) throws IOException {
        version = versions.chosen(context.getSecurityParametersConnection().getApplicationProtocol());
        if (version < 0) {
            fail(Failure.NO_COMMON_VERSION);
            throw new TlsFatalAlert(AlertDescription.no_application_protocol);
        }
        secret = context.exportKeyingMaterial(EXPORTER_LABEL, null, SECRET_BYTES);
    }
}
