package worldmesh.mesh.crypto;

/** Seals or opens the records of one direction under one key. Not thread-safe; reused for many records. */
public interface RecordCipher {
    /** What sealing adds. */
    int TAG_BYTES = 16;

    /**
     * Seals {@code length} plain bytes of {@code data} from {@code offset} in place and appends the tag; the {@code
     * offset} bytes before are authenticated too. A counter is never used twice.
     */
    void seal(long counter, byte[] data, int offset, int length);

    /**
     * Opens {@code length} sealed bytes of {@code data} from {@code offset} into {@code out} from 0; the {@code offset}
     * bytes before must be as they were sealed. Answers the number of plain bytes, or -1 if anything was changed.
     */
    int open(long counter, byte[] data, int offset, int length, byte[] out);
}
