package worldmesh.world.space;

/**
 * A rotation as a unit quaternion; {@code w} is the real part. Of two opposite quaternions, which are one rotation,
 * either may be used. As a field of a component it travels in five bytes, within a tenth of a degree.
 */
public record Quat(double x, double y, double z, double w) implements Blendable<Quat> {
    /** No rotation. */
    public static final Quat IDENTITY = new Quat(0, 0, 0, 1);

    /** Below this angle in radians a chord is as good as the arc, and the division by its sine is not safe. */
    private static final double NEAR = 1e-6;

    private static final double UNIT_TOLERANCE = 1e-12;

    /** Brings the four numbers to unit length; refuses those that name no rotation. */
    public Quat {
        double square = x * x + y * y + z * z + w * w;
        if (!(square > 1e-200 && square < 1e200)) {
            throw new IllegalArgumentException(
                    "quaternion is " + x + ", " + y + ", " + z + ", " + w + ", must be finite and not zero");
        }
        if (Math.abs(square - 1) > UNIT_TOLERANCE) {
            double length = Math.sqrt(square);
            x /= length;
            y /= length;
            z /= length;
            w /= length;
        }
    }

    /** The rotation about {@code axis} by an angle, by the right hand. */
    public static Quat about(Vec3 axis, double radians) {
        double length = axis.length();
        if (length == 0) {
            throw new IllegalArgumentException("the axis of a rotation is zero, must have a direction");
        }
        double sine = Math.sin(radians / 2) / length;
        return new Quat(axis.x() * sine, axis.y() * sine, axis.z() * sine, Math.cos(radians / 2));
    }

    /** First {@code other}, then this. */
    public Quat times(Quat other) {
        return new Quat(
                w * other.x + x * other.w + y * other.z - z * other.y,
                w * other.y - x * other.z + y * other.w + z * other.x,
                w * other.z + x * other.y - y * other.x + z * other.w,
                w * other.w - x * other.x - y * other.y - z * other.z);
    }

    /** The way back. */
    public Quat inverse() {
        return new Quat(-x, -y, -z, w);
    }

    /** The vector, rotated. */
    public Vec3 rotate(Vec3 vector) {
        double tx = 2 * (y * vector.z() - z * vector.y());
        double ty = 2 * (z * vector.x() - x * vector.z());
        double tz = 2 * (x * vector.y() - y * vector.x());
        return new Vec3(
                vector.x() + w * tx + y * tz - z * ty,
                vector.y() + w * ty + z * tx - x * tz,
                vector.z() + w * tz + x * ty - y * tx);
    }

    /** The angle in radians, 0..pi, of the rotation from this to {@code other}. */
    public double angleTo(Quat other) {
        Quat between = inverse().times(other);
        double sine = Math.sqrt(between.x * between.x + between.y * between.y + between.z * between.z);
        return 2 * Math.atan2(sine, Math.abs(between.w));
    }

    /** On the shorter arc, at even speed. */
    @Override
    public Quat towards(Quat to, double share) {
        double cosine = x * to.x + y * to.y + z * to.z + w * to.w;
        double sign = cosine < 0 ? -1 : 1;
        double half = angleTo(to) / 2;
        double from = half < NEAR ? 1 - share : Math.sin((1 - share) * half) / Math.sin(half);
        double other = sign * (half < NEAR ? share : Math.sin(share * half) / Math.sin(half));
        return new Quat(
                x * from + to.x * other, y * from + to.y * other, z * from + to.z * other, w * from + to.w * other);
    }
}
