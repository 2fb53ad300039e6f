package worldmesh.mesh.crypto;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.DefaultTlsCredentialedSigner;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.TlsSigner;
import org.bouncycastle.tls.crypto.TlsStreamSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import worldmesh.runtime.identity.Signer;

/** What this peer shows in a handshake: its certificate and signatures by its {@link Signer}. Immutable. */
final class PeerCredentials {
    private final Signer signer;
    private final byte[] certificate;
    private final BcTlsCrypto tls;

    PeerCredentials(Signer signer, byte[] certificate, BcTlsCrypto tls) {
        this.signer = signer;
        this.certificate = certificate;
        this.tls = tls;
    }

    TlsCredentialedSigner forHandshake(TlsContext context) throws IOException {
        CertificateEntry[] chain = {new CertificateEntry(tls.createCertificate(certificate), null)};
        return new DefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context),
                new SigningByPeer(signer),
                new Certificate(TlsUtils.EMPTY_BYTES, chain),
                SignatureAndHashAlgorithm.ed25519);
    }

    private static final class SigningByPeer implements TlsSigner {
        private final Signer signer;

        SigningByPeer(Signer signer) {
            this.signer = signer;
        }

        @Override
        public byte[] generateRawSignature(SignatureAndHashAlgorithm algorithm, byte[] hash) throws IOException {
            // Ed25519 signs messages, not hashes (RFC 8446 §4.2.3); Bouncy Castle asks for the stream signer below.
            throw new TlsFatalAlert(AlertDescription.internal_error);
        }

        @Override
        public TlsStreamSigner getStreamSigner(SignatureAndHashAlgorithm algorithm) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            return new TlsStreamSigner() {
                @Override
                public OutputStream getOutputStream() {
                    return content;
                }

                @Override
                public byte[] getSignature() {
                    return signer.sign(content.toByteArray());
                }
            };
        }
    }
}
