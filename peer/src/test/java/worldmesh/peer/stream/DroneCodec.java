package worldmesh.peer.stream;

import org.jspecify.annotations.Nullable;
import worldmesh.peer.stream.DroneCodec.Step;
import worldmesh.world.bytes.BitReader;
import worldmesh.world.bytes.BitWriter;
import worldmesh.world.component.Component;
import worldmesh.world.component.Motion;
import worldmesh.world.component.Owned;
import worldmesh.world.component.Quantized;
import worldmesh.world.entity.EntityId;

/** A thing of whole metres on a line whose steps are at most 100 m; what is further is written whole. */
public final class DroneCodec implements DeltaCodec<DroneCodec.Drone, Step> {
    /** The component. */
    @Component("drone")
    @Owned
    @Motion
    public record Drone(@Quantized(1) double x) {}

    /** A way, or a place. */
    public record Step(boolean whole, long metres) {}

    @Override
    public Step diff(EntityId entity, @Nullable Drone baseline, Drone value) {
        long to = Math.round(value.x());
        long way = baseline == null ? 0 : to - Math.round(baseline.x());
        boolean whole = baseline == null || Math.abs(way) > 100;
        return new Step(whole, whole ? to : way);
    }

    @Override
    public void write(Step delta, BitWriter out) {
        out.bits(delta.whole ? 1 : 0, 1).golomb(delta.metres << 1 ^ delta.metres >> 63, 4);
    }

    @Override
    public Step read(EntityId entity, BitReader in) {
        boolean whole = in.bits(1) == 1;
        long raw = in.golomb(4);
        return new Step(whole, raw >>> 1 ^ -(raw & 1));
    }

    @Override
    public @Nullable Drone apply(@Nullable Drone baseline, Step delta) {
        if (delta.whole) {
            return new Drone((double) delta.metres);
        }
        return baseline == null ? null : new Drone(baseline.x() + delta.metres);
    }
}
