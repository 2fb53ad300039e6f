package worldmesh.mesh.crypto;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;

/**
 * Makes the certificate of a rendezvous node that no authority vouches for: peers know it by the pin of its key, so it
 * never expires. Stateless.
 */
public final class NodeCertificate {
    private static final Time NOT_BEFORE = new Time(new DERGeneralizedTime("20000101000000Z"));
    private static final Time NOT_AFTER = new Time(new DERGeneralizedTime("99991231235959Z"));
    private static final int SERIAL_BITS = 63;

    private NodeCertificate() {}

    /** The encoded certificate of {@code pair}, a key on the curve P-256, signed by itself. */
    public static byte[] issue(KeyPair pair, SecureRandom random) {
        X500Name name = new X500Name("CN=worldmesh rendezvous");
        BigInteger serial = new BigInteger(SERIAL_BITS, random).setBit(0);
        SubjectPublicKeyInfo info =
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
        try {
            return new X509v3CertificateBuilder(name, serial, NOT_BEFORE, NOT_AFTER, name, info)
                    .build(new PairSigner(pair))
                    .getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException("a certificate in memory cannot fail to encode", e);
        }
    }

    private static final class PairSigner implements ContentSigner {
        private final KeyPair pair;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();

        PairSigner(KeyPair pair) {
            this.pair = pair;
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
        }

        @Override
        public OutputStream getOutputStream() {
            return content;
        }

        @Override
        public byte[] getSignature() {
            try {
                Signature signature = Signature.getInstance("SHA256withECDSA");
                signature.initSign(pair.getPrivate());
                signature.update(content.toByteArray());
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK signs on P-256", e);
            }
        }
    }
}
