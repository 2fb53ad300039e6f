package worldmesh.benchmarks.peers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A key of P-256 with a certificate for one address, made by the JDK's {@code keytool}, good for a day.
 *
 * @param store holds both under {@link #ALIAS}
 */
record SelfSigned(KeyStore store, PrivateKey key, X509Certificate certificate) {
    /** The name of the entry. */
    static final String ALIAS = "bounce";

    private static final String PASSWORD = "benchmark";
    private static final long KEYTOOL_SECONDS = 12;

    /** Of the store and the key. */
    static char[] password() {
        return PASSWORD.toCharArray();
    }

    /** A fresh one. */
    static SelfSigned of(String host) throws IOException, GeneralSecurityException, InterruptedException {
        Path directory = Files.createTempDirectory("worldmesh-bench");
        Path file = directory.resolve("store.p12");
        try {
            generate(file, host);
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, password());
            }
            return new SelfSigned(
                    store, (PrivateKey) store.getKey(ALIAS, password()), (X509Certificate) store.getCertificate(ALIAS));
        } finally {
            Files.deleteIfExists(file);
            Files.delete(directory);
        }
    }

    private static void generate(Path file, String host) throws IOException, InterruptedException {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        List<String> command = List.of(
                keytool.toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=bounce",
                "-ext",
                "san=ip:" + host,
                "-validity",
                "1",
                "-storetype",
                "PKCS12",
                "-alias",
                ALIAS,
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("keytool makes no certificate; run the benchmark with a whole JDK");
        }
    }
}
