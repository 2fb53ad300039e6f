package worldmesh.world.space;

/** A point or a way in space, in metres. As a field of a component it may be {@code @Quantized} per axis. */
public record Vec3(double x, double y, double z) implements Blendable<Vec3> {
    /** No way at all. */
    public static final Vec3 ZERO = new Vec3(0, 0, 0);

    /** Refuses what is not finite. */
    public Vec3 {
        if (!Double.isFinite(x) || !Double.isFinite(y) || !Double.isFinite(z)) {
            throw new IllegalArgumentException("vector is " + x + ", " + y + ", " + z + ", must be finite");
        }
    }

    /** This and then {@code other}. */
    public Vec3 plus(Vec3 other) {
        return new Vec3(x + other.x, y + other.y, z + other.z);
    }

    /** The way from {@code other} to this. */
    public Vec3 minus(Vec3 other) {
        return new Vec3(x - other.x, y - other.y, z - other.z);
    }

    /** {@code factor} times as far. */
    public Vec3 times(double factor) {
        return new Vec3(x * factor, y * factor, z * factor);
    }

    /** How far it goes. */
    public double length() {
        return Math.sqrt(x * x + y * y + z * z);
    }

    /** How far {@code other} is. */
    public double distance(Vec3 other) {
        return minus(other).length();
    }

    /** On the straight line. */
    @Override
    public Vec3 towards(Vec3 to, double share) {
        // Not from + way * share: the way between two hostile numbers may not be finite.
        double left = 1 - share;
        return new Vec3(x * left + to.x * share, y * left + to.y * share, z * left + to.z * share);
    }
}
