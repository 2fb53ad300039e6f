package worldmesh.mesh.wss;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the other end of a connection is the node: by the pin of its key, which needs no authority and no
 * name, or by authorities, which vouch for its name. Keeps the digest of the key it saw. Any thread.
 */
final class NodeTrust extends X509ExtendedTrustManager {
    private final byte[] pin;
    private final @Nullable X509ExtendedTrustManager authorities;
    private volatile byte[] seen = {};

    private NodeTrust(byte[] pin, @Nullable X509ExtendedTrustManager authorities) {
        this.pin = pin;
        this.authorities = authorities;
    }

    /** By {@code pin}, or, if that is empty, by the authorities in the PEM file, or the system's without one. */
    static NodeTrust of(byte[] pin, String certificates) throws IOException, GeneralSecurityException {
        return pin.length > 0 ? new NodeTrust(pin, null) : new NodeTrust(pin, authorities(certificates));
    }

    private static X509ExtendedTrustManager authorities(String file) throws IOException, GeneralSecurityException {
        KeyStore named = null;
        if (!file.isEmpty()) {
            named = KeyStore.getInstance(KeyStore.getDefaultType());
            named.load(null, null);
            try (InputStream in = new FileInputStream(file)) {
                int number = 0;
                for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                    named.setCertificateEntry("node" + number++, one);
                }
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(named); // null means the system's
        for (TrustManager each : factory.getTrustManagers()) {
            if (each instanceof X509ExtendedTrustManager manager) {
                return manager;
            }
        }
        throw new GeneralSecurityException("this JDK has no manager of X.509 trust");
    }

    /** The SHA-256 of the key that was accepted last; empty before. */
    byte[] seen() {
        return seen.clone();
    }

    private static byte[] digest(X509Certificate certificate) throws CertificateException {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(certificate.getPublicKey().getEncoded());
        } catch (NoSuchAlgorithmException e) {
            throw new CertificateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        byte[] key = digest(chain[0]);
        X509ExtendedTrustManager vouchers = authorities;
        if (vouchers != null) {
            vouchers.checkServerTrusted(chain, type, engine);
        } else if (!MessageDigest.isEqual(pin, key)) {
            throw new CertificateException(
                    "the node has another key than the pin says; ask for a new link, or" + " somebody is in between");
        }
        seen = key;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("nodes are reached by engines alone");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("nodes are reached by engines alone");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("this is no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("this is no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("this is no server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        X509ExtendedTrustManager vouchers = authorities;
        return vouchers == null ? new X509Certificate[0] : vouchers.getAcceptedIssuers();
    }
}
