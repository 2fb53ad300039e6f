package worldmesh.simulation.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One input.
 *
 * @param bytes as a record is written
 * @param text the same as assignments, null if these bytes are no text
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares inputs
record Input(byte[] bytes, @Nullable List<String> text) {}
