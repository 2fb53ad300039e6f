package worldmesh.authority.row;

import org.jspecify.annotations.Nullable;

/** Answers for single rows: a journal, a read-only view, or a draft above either. */
@FunctionalInterface
public interface RowReader {
    /** The value at {@code key}, or null. */
    byte @Nullable [] get(byte[] key);
}
