package worldmesh.mesh.crypto;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.Signer;

/**
 * The self-signed certificate that carries a peer's key into TLS. Only the key and the serial number count: the key is
 * pinned, possession is proved by the handshake's CertificateVerify, which signs the certificate too. The serial is the
 * number the process drew at its start, so that the other side tells a restart from a second connection.
 */
record PeerCertificate(PublicKey key, long instance) {
    private static final AlgorithmIdentifier ED25519 = new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519);

    // Certificates of peers never expire (RFC 5280 §4.1.2.5): peers are trusted by key, and clocks may be days apart.
    private static final Time NOT_BEFORE = new Time(new DERGeneralizedTime("20000101000000Z"));
    private static final Time NOT_AFTER = new Time(new DERGeneralizedTime("99991231235959Z"));

    /** The encoded certificate of {@code signer}'s key. */
    static byte[] issue(Signer signer, long instance) {
        X500Name name = new X500Name("CN=worldmesh");
        SubjectPublicKeyInfo info =
                new SubjectPublicKeyInfo(ED25519, signer.publicKey().bytes());
        try {
            return new X509v3CertificateBuilder(name, BigInteger.valueOf(instance), NOT_BEFORE, NOT_AFTER, name, info)
                    .build(new CertificateSigner(signer))
                    .getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException("a certificate in memory cannot fail to encode", e);
        }
    }

    /** What a certificate says, or null if it is not one of a peer. */
    static @Nullable PeerCertificate read(byte[] encoded) {
        Certificate certificate = Certificate.getInstance(encoded);
        SubjectPublicKeyInfo info = certificate.getSubjectPublicKeyInfo();
        byte[] key = info.getPublicKeyData().getOctets();
        BigInteger serial = certificate.getSerialNumber().getValue();
        boolean proper = ED25519.equals(info.getAlgorithm())
                && key.length == PublicKey.BYTES
                && serial.signum() > 0
                && serial.bitLength() <= 63;
        return proper ? new PeerCertificate(new PublicKey(key), serial.longValue()) : null;
    }

    private static final class CertificateSigner implements ContentSigner {
        private final Signer signer;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();

        CertificateSigner(Signer signer) {
            this.signer = signer;
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return ED25519;
        }

        @Override
        public OutputStream getOutputStream() {
            return content;
        }

        @Override
        public byte[] getSignature() {
            return signer.sign(content.toByteArray());
        }
    }
}
