package worldmesh.mesh.identity;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import worldmesh.mesh.crypto.NodeCertificate;

/**
 * The key and the certificates a rendezvous node shows: read from PEM files, or drawn once and kept in one that its
 * owner alone may read. Immutable.
 */
public final class NodeKey {
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final char[] NO_PASSWORD = {};
    private static final int MAX_BYTES = 1 << 20;

    private final PrivateKey key;
    private final Certificate[] chain;

    private NodeKey(PrivateKey key, Certificate[] chain) {
        this.key = key;
        this.chain = chain;
    }

    /** Reads the key and its certificate at {@code file}, or draws one and stores it there. */
    public static NodeKey loadOrCreate(Path file, SecureRandom random) {
        if (!Files.exists(file)) {
            try {
                create(file, random);
            } catch (FileAlreadyExistsException e) {
                return load(file, file); // another process was faster
            } catch (IOException | GeneralSecurityException e) {
                throw new KeyFileException(
                        "cannot create the node's key file " + file + ": " + e.getMessage()
                                + "; choose a writable node.store",
                        e);
            }
        }
        return load(file, file);
    }

    /** Reads a chain of certificates, the node's own first, and its private key in PKCS #8. */
    public static NodeKey load(Path certificates, Path privateKey) {
        try {
            String text = text(privateKey);
            Matcher matcher = PRIVATE_KEY.matcher(text);
            if (!matcher.find()) {
                throw new KeyFileException("the file " + privateKey + " has no '-----BEGIN PRIVATE KEY-----'; convert"
                        + " the key with: openssl pkcs8 -topk8 -nodes");
            }
            byte[] chain = onlyCertificates(text(certificates)).getBytes(StandardCharsets.US_ASCII);
            List<? extends Certificate> read = List.copyOf(
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(chain)));
            if (read.isEmpty()) {
                throw new KeyFileException("the file " + certificates + " has no certificate; put the chain into it,"
                        + " the node's own first");
            }
            byte[] encoded = Base64.getMimeDecoder().decode(matcher.group(1));
            String algorithm = read.get(0).getPublicKey().getAlgorithm();
            PrivateKey key = KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            return new NodeKey(key, read.toArray(Certificate[]::new));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new KeyFileException(
                    "cannot read the node's certificate " + certificates + " with the key " + privateKey + ": "
                            + e.getMessage() + "; both are PEM, the key PKCS #8 of the first certificate",
                    e);
        }
    }

    private static String text(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + " has " + Files.size(file) + " bytes, at most " + MAX_BYTES + " are read");
        }
        return Files.readString(file, StandardCharsets.US_ASCII);
    }

    private static String onlyCertificates(String pem) {
        return PRIVATE_KEY.matcher(pem).replaceAll("");
    }

    private static void create(Path file, SecureRandom random) throws IOException, GeneralSecurityException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        KeyPair pair = generator.generateKeyPair();
        String pem = pem("PRIVATE KEY", pair.getPrivate().getEncoded())
                + pem("CERTIFICATE", NodeCertificate.issue(pair, random));
        boolean posix =
                directory != null && Files.getFileAttributeView(directory, PosixFileAttributeView.class) != null;
        if (posix) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, pem, StandardCharsets.US_ASCII, StandardOpenOption.WRITE);
        } else {
            Files.writeString(
                    file, pem, StandardCharsets.US_ASCII, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }
    }

    private static String pem(String what, byte[] encoded) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n";
    }

    /** The SHA-256 of the public key: what a pin is. */
    public byte[] pin() {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(chain[0].getPublicKey().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Key and certificates as a server takes them; without a password. */
    public KeyStore keyStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("node", key, NO_PASSWORD, chain);
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new KeyFileException(
                    "the node's key does not fit its certificate: " + e.getMessage()
                            + "; the first certificate must be that of the key",
                    e);
        }
    }
}
