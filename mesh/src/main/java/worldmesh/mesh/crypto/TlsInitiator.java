package worldmesh.mesh.crypto;

import java.io.IOException;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;

/** The initiator's side of the handshake: a TLS client. Confined to its owner. */
final class TlsInitiator extends TlsHandshake {
    private TlsInitiator(TlsClientProtocol protocol, @Nullable PeerId expected, SpokenVersions versions) {
        super(protocol, expected, versions);
    }

    static TlsInitiator start(
            BcTlsCrypto tls, PeerCredentials credentials, @Nullable PeerId expected, SpokenVersions versions) {
        TlsClientProtocol protocol = new TlsClientProtocol();
        TlsInitiator handshake = new TlsInitiator(protocol, expected, versions);
        try {
            protocol.connect(new Client(tls, credentials, handshake));
        } catch (IOException e) {
            throw new IllegalStateException("a handshake cannot fail before it received anything", e);
        }
        return handshake;
    }

    private static final class Client extends DefaultTlsClient {
        private final PeerCredentials credentials;
        private final TlsHandshake handshake;

        Client(BcTlsCrypto tls, PeerCredentials credentials, TlsHandshake handshake) {
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
            return handshake.versions().offered();
        }

        @Override
        public void notifyAlertReceived(short level, short description) {
            handshake.alert(description);
        }

        @Override
        protected int[] getSupportedCipherSuites() {
            return SUITES.clone();
        }

        @Override
        @SuppressWarnings("rawtypes")
        protected Vector getSupportedSignatureAlgorithms() {
            return signatures();
        }

        @Override
        @SuppressWarnings("rawtypes")
        protected Vector getSupportedGroups(Vector namedGroupRoles) {
            return vector(NamedGroup.x25519);
        }

        @Override
        @SuppressWarnings("rawtypes")
        public Vector getEarlyKeyShareGroups() {
            return vector(NamedGroup.x25519); // else a HelloRetryRequest costs a round trip
        }

        @Override
        public TlsAuthentication getAuthentication() {
            return new TlsAuthentication() {
                @Override
                public void notifyServerCertificate(TlsServerCertificate shown) throws IOException {
                    handshake.pin(shown.getCertificate());
                }

                @Override
                public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
                    if (request == null) {
                        throw new TlsFatalAlert(AlertDescription.handshake_failure);
                    }
                    return credentials.forHandshake(context);
                }
            };
        }

        @Override
        public void notifyHandshakeComplete() throws IOException {
            super.notifyHandshakeComplete();
            handshake.complete(context);
        }
    }
}
