package worldmesh.mesh.crypto;

import java.io.IOException;
import java.util.Vector;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsServerProtocol;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** The responder's side of the handshake: a TLS server that demands a certificate. Confined to its owner. */
final class TlsResponder extends TlsHandshake {
    private TlsResponder(TlsServerProtocol protocol, SpokenVersions versions) {
        super(protocol, null, versions);
    }

    static TlsResponder start(BcTlsCrypto tls, PeerCredentials credentials, SpokenVersions versions) {
        TlsServerProtocol protocol = new TlsServerProtocol();
        TlsResponder handshake = new TlsResponder(protocol, versions);
        try {
            protocol.accept(new Server(tls, credentials, handshake));
        } catch (IOException e) {
            throw new IllegalStateException("a handshake cannot fail before it received anything", e);
        }
        return handshake;
    }

    private static final class Server extends DefaultTlsServer {
        private final PeerCredentials credentials;
        private final TlsHandshake handshake;

        Server(BcTlsCrypto tls, PeerCredentials credentials, TlsHandshake handshake) {
            super(tls);
            this.credentials = credentials;
            this.handshake = handshake;
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return VERSIONS;
        }

        @Override
        @SuppressWarnings("rawtypes")
        protected Vector getProtocolNames() {
            return handshake.versions().chosenFrom();
        }

        @Override
        public void notifyAlertRaised(short level, short description, String message, Throwable cause) {
            handshake.alert(description);
        }

        @Override
        protected int[] getSupportedCipherSuites() {
            return SUITES.clone();
        }

        @Override
        public int[] getSupportedGroups() {
            return GROUPS.clone();
        }

        @Override
        public TlsCredentials getCredentials() throws IOException {
            return credentials.forHandshake(context);
        }

        @Override
        public CertificateRequest getCertificateRequest() throws IOException {
            return new CertificateRequest(TlsUtils.EMPTY_BYTES, signatures(), null, null);
        }

        @Override
        public void notifyClientCertificate(Certificate shown) throws IOException {
            handshake.pin(shown); // refuses an empty chain too: without a key there is no peer
        }

        @Override
        public void notifyHandshakeComplete() throws IOException {
            super.notifyHandshakeComplete();
            handshake.complete(context);
        }
    }
}
