package worldmesh.peer.stream;

import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.world.bytes.BitReader;
import worldmesh.world.bytes.BitWriter;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/**
 * Says how the values of one motion component travel as differences. The engine keeps baselines, numbers and
 * acknowledgements: a difference is always taken from a value that the receiver said it has, and is applied to exactly
 * that value, so that repeated, late and reordered messages change nothing twice. Called on the world's thread.
 *
 * @param <T> the component
 * @param <D> a difference
 */
public interface DeltaCodec<T extends Record, D> {
    /** What leads from {@code baseline} to {@code value}; without a baseline, the value as a whole. */
    D diff(EntityId entity, @Nullable T baseline, T value);

    /** Writes a difference in bits that tell their own end. */
    void write(D delta, BitWriter out);

    /** Reads what {@link #write} wrote; bits that cannot be are failed at the reader, and nothing is thrown. */
    D read(EntityId entity, BitReader in);

    /** What the difference makes of the baseline; null if it needs one, or another, or makes no value. */
    @Nullable T apply(@Nullable T baseline, D delta);

    /** Hears what was new in an update that came in, after it was applied. */
    default void onUpdate(SectorId sector, List<D> deltas, long worldMillis) {}
}
