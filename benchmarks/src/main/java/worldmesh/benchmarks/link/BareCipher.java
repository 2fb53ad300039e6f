package worldmesh.benchmarks.link;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import worldmesh.mesh.wire.RecordHeader;

/** What the JDK's AES-GCM allocates for one record, sealed and opened, with nothing around it. */
final class BareCipher {
    private static final int WARM = 20_000;
    private static final int MEASURED = 50_000;
    private static final int TAG_BITS = 128;
    private static final int NONCE_BYTES = 12;

    private final byte[] nonce = new byte[NONCE_BYTES];
    private final byte[] header = new byte[RecordHeader.BYTES];
    private final byte[] plain;
    private final byte[] sealed = new byte[2_048];
    private final byte[] opened = new byte[2_048];
    private final SecretKeySpec key = new SecretKeySpec(new byte[16], "AES");
    private final Cipher seal;
    private final Cipher open;
    private long records;

    private BareCipher(int contentBytes) throws GeneralSecurityException {
        plain = new byte[contentBytes];
        seal = Cipher.getInstance("AES/GCM/NoPadding");
        open = Cipher.getInstance("AES/GCM/NoPadding");
    }

    /** Bytes allocated for a record of so much content. */
    static double allocatedBytes(int contentBytes) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try {
            BareCipher cipher = new BareCipher(contentBytes);
            cipher.run(WARM);
            long before = threads.getCurrentThreadAllocatedBytes();
            cipher.run(MEASURED);
            return (threads.getCurrentThreadAllocatedBytes() - before) / (double) MEASURED;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK does not seal what it opens", e);
        }
    }

    private void run(int count) throws GeneralSecurityException {
        for (int i = 0; i < count; i++) {
            ByteBuffer.wrap(nonce).putLong(records++); // AES-GCM takes no nonce twice
            seal.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            seal.updateAAD(header, 0, header.length);
            int length = seal.doFinal(plain, 0, plain.length, sealed, 0);
            open.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            open.updateAAD(header, 0, header.length);
            open.doFinal(sealed, 0, length, opened, 0);
        }
    }
}
